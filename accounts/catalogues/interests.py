"""What people like to do: two levels, about eighty interests. A bit never gets another meaning; add at the end."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.catalogue import Catalogue, Label

CATEGORIES: tuple[tuple[str, Label, Catalogue], ...] = (
    (
        "outdoors",
        _("Outdoors and nature"),
        Catalogue(
            ("walking", 0, _("Walking")),
            ("cycling", 1, _("Cycling")),
            ("gardening", 2, _("Gardening")),
            ("birds", 3, _("Watching birds and nature")),
            ("fishing", 4, _("Fishing")),
            ("park", 5, _("Sitting in a park")),
            ("sea", 6, _("The sea and the beach")),
            ("allotment", 7, _("Vegetable garden")),
        ),
    ),
    (
        "sport",
        _("Sport and moving"),
        Catalogue(
            ("swimming", 8, _("Swimming")),
            ("running", 9, _("Running")),
            ("fitness", 10, _("Fitness")),
            ("yoga", 11, _("Yoga and relaxing")),
            ("dancing", 12, _("Dancing")),
            ("football", 13, _("Football")),
            ("petanque", 14, _("Pétanque and bowls")),
            ("table_tennis", 15, _("Table tennis and badminton")),
            ("watching_sport", 16, _("Watching sport")),
            ("martial_arts", 17, _("Martial arts")),
        ),
    ),
    (
        "culture",
        _("Culture"),
        Catalogue(
            ("cinema", 18, _("Cinema")),
            ("theatre", 19, _("Theatre")),
            ("museums", 20, _("Museums and exhibitions")),
            ("concerts", 21, _("Concerts")),
            ("library", 22, _("The library")),
            ("history", 23, _("History and heritage")),
            ("architecture", 24, _("Towns and buildings")),
            ("festivals", 25, _("Markets, fairs and festivals")),
        ),
    ),
    (
        "music",
        _("Music"),
        Catalogue(
            ("listening", 26, _("Listening to music")),
            ("singing", 27, _("Singing")),
            ("instrument", 28, _("Playing an instrument")),
            ("classical", 29, _("Classical music")),
            ("world_music", 30, _("Music from all over the world")),
            ("pop_rock", 31, _("Pop and rock")),
        ),
    ),
    (
        "creative",
        _("Making things"),
        Catalogue(
            ("drawing", 32, _("Drawing and painting")),
            ("crafts", 33, _("Crafts")),
            ("sewing", 34, _("Sewing, knitting, crochet")),
            ("woodwork", 35, _("Woodwork and odd jobs")),
            ("photography", 36, _("Photography")),
            ("writing", 37, _("Writing")),
            ("repairing", 38, _("Repairing things")),
            ("flowers", 39, _("Flower arranging")),
        ),
    ),
    (
        "food",
        _("Eating and drinking"),
        Catalogue(
            ("cooking", 40, _("Cooking")),
            ("baking", 41, _("Baking")),
            ("eating_out", 42, _("Eating out")),
            ("coffee", 43, _("Having a coffee or tea")),
            ("world_food", 44, _("Food from all over the world")),
            ("picnic", 45, _("Picnics")),
            ("beer_wine", 46, _("Tasting beer or wine")),
        ),
    ),
    (
        "games",
        _("Games"),
        Catalogue(
            ("board_games", 47, _("Board games")),
            ("cards", 48, _("Card games")),
            ("chess", 49, _("Chess and draughts")),
            ("puzzles", 50, _("Puzzles and quizzes")),
            ("video_games", 51, _("Video games")),
            ("billiards", 52, _("Billiards and darts")),
        ),
    ),
    (
        "home",
        _("At home and in town"),
        Catalogue(
            ("reading", 53, _("Reading")),
            ("television", 54, _("Films and series")),
            ("news", 55, _("News and current affairs")),
            ("shopping", 56, _("Shopping")),
            ("flea_markets", 57, _("Second-hand and flea markets")),
            ("beauty", 58, _("Hair and beauty")),
            ("computers", 59, _("Computers and phones")),
            ("collecting", 60, _("Collecting")),
        ),
    ),
    (
        "animals",
        _("Animals"),
        Catalogue(
            ("dogs", 61, _("Dogs")),
            ("cats", 62, _("Cats")),
            ("horses", 63, _("Horses")),
            ("small_animals", 64, _("Other animals")),
        ),
    ),
    (
        "together",
        _("Together with others"),
        Catalogue(
            ("children", 65, _("Doing things with children")),
            ("languages", 66, _("Practising a language")),
            ("travel", 67, _("Travelling and far countries")),
            ("volunteering", 68, _("Volunteering together")),
            ("neighbourhood", 69, _("Life in the neighbourhood")),
            ("faith", 70, _("Faith and meaning")),
            ("philosophy", 71, _("Talking about big questions")),
            ("politics", 72, _("Politics and society")),
            ("technology", 73, _("Science and technology")),
            ("cars", 74, _("Cars and motorbikes")),
            ("trains", 75, _("Trains and models")),
        ),
    ),
    (
        "customs",
        _("Around the meeting"),
        Catalogue(
            ("smoking", 76, _("Smoking nearby")),
            ("alcohol", 77, _("Drinking alcohol")),
            ("pets_nearby", 78, _("Pets nearby")),
            ("crowds", 79, _("Busy places")),
            ("loud", 80, pgettext_lazy("interest", "Loud music or noise")),
            ("phone_calls", 81, _("Long phone calls")),
        ),
    ),
)

INTERESTS = Catalogue(
    *((item.code, item.bit, item.label) for _code, _label, items in CATEGORIES for item in items)
)
