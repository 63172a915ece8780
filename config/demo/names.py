"""First and family names of Belgium today, by where a family's names come from, with the languages that often go with them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """`speaks` are the languages of home with their level (1–3); those of the region come on top."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    speaks: Mapping[str, int]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ORIGINS: Mapping[str, Origin] = {
    "flemish": Origin(
        _words(
            "An Annelies Bea Carine Christel Els Elke Emma Fien Godelieve Greet Griet Hanne Hilde Ilse Ingrid "
            "Jana Karen Katrien Kristien Leen Lieve Liesbet Lotte Lut Machteld Marleen Mieke Noor Rita Roos "
            "Saskia Sofie Tine Veerle Yvonne"
        ),
        _words(
            "Arne Bart Bert Bram Dirk Dries Eddy Filip Frank Geert Guido Hans Hendrik Jan Jef Jelle Joris "
            "Karel Koen Kobe Kurt Luc Maarten Marc Pieter Piet Rik Roger Ruben Seppe Stijn Tom Walter Wim Wout"
        ),
        _words(
            "Peeters Janssens Maes Jacobs Mertens Willems Claes Goossens Wouters Desmet Dhondt Verhaeghe "
            "Coppens Baert Lambrecht Verstraete Bogaert Hoste"
        ),
        {"nl": 3},
    ),
    "francophone": Origin(
        _words(
            "Anne Béatrice Brigitte Camille Cécile Chantal Chloé Claire Élodie Françoise Geneviève Juliette "
            "Léa Louise Manon Martine Monique Nathalie Pascale Sophie Sylvie Véronique Zoé"
        ),
        _words(
            "Alain Antoine Benoît Bernard Christophe Cédric Denis Étienne François Guillaume Hugo Jacques "
            "Jérôme Julien Luc Mathieu Michel Nicolas Olivier Pascal Quentin Thierry Xavier"
        ),
        _words(
            "Dubois Lambert Dupont Martin Simon Laurent Renard Leroy Gérard Collard Noël Lejeune"
        ),
        {"fr": 3},
    ),
    "moroccan": Origin(
        _words(
            "Amina Fatima Hanane Hafida Karima Khadija Loubna Malika Naima Nora Samira Siham Yasmina Zineb"
        ),
        _words(
            "Abdel Ahmed Anouar Bilal Driss Hassan Ilias Karim Mehdi Mohamed Mustapha Rachid Said Youssef"
        ),
        _words("Benali Amrani Bouazza Idrissi Tahiri Chaoui Haddadi Ouali"),
        {"ar": 3, "fr": 2},
    ),
    "rif": Origin(
        _words("Farida Hayat Jamila Mimount Mina Najat Saloua Tlaitmas Wafa Yamina"),
        _words("Aziz Brahim Farid Hamid Jamal Mimoun Mokhtar Najim Redouan Tarik"),
        _words("Aarab Bouzian Azzouzi Belkadi Yachou Moussaoui"),
        {"ber": 3, "ar": 2},
    ),
    "turkish": Origin(
        _words(
            "Ayşe Aylin Derya Elif Emine Esra Fatma Gülsüm Hatice Meryem Nuray Özlem Selin Sevgi Zeynep"
        ),
        _words(
            "Ahmet Ali Burak Cem Deniz Emre Hakan Hüseyin İbrahim Kemal Mehmet Murat Mustafa Osman Yusuf"
        ),
        _words("Yılmaz Kaya Demir Çelik Şahin Aydın Öztürk Arslan"),
        {"tr": 3},
    ),
    "congolese": Origin(
        _words(
            "Béatrice Bibiche Clarisse Espérance Fifi Grâce Honorine Mamie Mireille Nadège Patience Solange"
        ),
        _words(
            "Blaise Christian Dieudonné Fabrice Héritier Jean-Claude Junior Papy Patrick Serge Trésor"
        ),
        _words("Mbuyi Kabongo Ilunga Mukendi Tshibangu Kalala Lukusa Nzuzi"),
        {"ln": 3, "fr": 3},
    ),
    "syrian": Origin(
        _words("Alaa Dima Farah Hala Hiba Lina Maha Nour Rana Rasha Rima Sawsan"),
        _words("Anas Basel Fadi Ghassan Khaled Mazen Nabil Omar Rami Samer Tarek Yaman"),
        _words("Haddad Khoury Darwish Najjar Kassem Hamdan"),
        {"ar": 3},
    ),
    "afghan": Origin(
        _words("Fereshta Hosna Laila Mursal Nargis Parwana Shabnam Zahra"),
        _words("Ahmad Farhad Hamidullah Jawad Mirwais Najib Omid Zabi"),
        _words("Ahmadi Rahimi Noori Karimi Safi Hakimi"),
        {"fa": 3, "ps": 2},
    ),
    "somali": Origin(
        _words("Asha Ayaan Deqa Faduma Hodan Ifrah Sahra Ubah"),
        _words("Abdi Abdullahi Guled Liban Mahad Said Warsame Yonis"),
        _words("Abdi Warsame Farah Hassan Jama Nur"),
        {"so": 3},
    ),
    "eritrean": Origin(
        _words("Abeba Feven Helen Letebrhan Mebrat Saba Selam Tsega"),
        _words("Awet Biniam Dawit Filmon Haben Kidane Merhawi Yonas"),
        _words("Tesfay Gebremedhin Kidane Habte Mehari Tekle"),
        {"ti": 3},
    ),
    "ukrainian": Origin(
        _words(
            "Alina Daryna Halyna Iryna Kateryna Larysa Nataliia Oksana Olena Svitlana Tetiana Yuliia"
        ),
        _words("Andrii Bohdan Dmytro Ihor Maksym Mykola Oleksandr Serhii Taras Vasyl"),
        _words("Shevchenko Kovalenko Bondarenko Tkachenko Melnyk Kravchenko"),
        {"uk": 3, "ru": 3},
    ),
    "chechen": Origin(
        _words("Aset Luiza Madina Malika Zarema Zulai"),
        _words("Adam Aslan Islam Magomed Ruslan Timur"),
        _words("Dadaev Magomadov Umarov Khasanov"),
        {"ru": 3},
    ),
    "polish": Origin(
        _words("Agnieszka Anna Beata Ewa Joanna Katarzyna Magdalena Małgorzata Monika"),
        _words("Adam Grzegorz Jacek Krzysztof Marek Paweł Piotr Tomasz Wojciech"),
        _words("Nowak Kowalska Wójcik Kamińska Zieliński"),
        {"pl": 3},
    ),
    "romanian": Origin(
        _words("Adriana Alexandra Andreea Cristina Elena Ioana Mihaela Simona"),
        _words("Adrian Alexandru Bogdan Cristian Florin Ion Mihai Vasile"),
        _words("Popescu Ionescu Radu Stan Dumitru Munteanu"),
        {"ro": 3},
    ),
    "bulgarian": Origin(
        _words("Desislava Emiliya Gergana Maria Petya Silvia Vesela"),
        _words("Asen Dimitar Georgi Ivan Nikolay Petar Stefan"),
        _words("Ivanova Dimitrov Petrova Georgiev Todorova"),
        {"bg": 3, "tr": 2},
    ),
    "albanian": Origin(
        _words("Albana Drita Elira Fatime Mimoza Teuta Valbona"),
        _words("Agim Arben Besnik Driton Fatmir Ilir Valon"),
        _words("Hoxha Krasniqi Gashi Berisha Shala"),
        {"sq": 3},
    ),
    "iberian": Origin(
        _words("Ana Carmen Catarina Conceição Inês Isabel Marta Pilar Rocío Teresa"),
        _words("Álvaro Carlos Diogo Fernando João José Manuel Miguel Nuno Rafael"),
        _words("García Fernández Silva Pereira Martínez Costa"),
        {"es": 3, "pt": 2},
    ),
    "italian": Origin(
        _words("Angela Chiara Concetta Giulia Lucia Maria Rosa Sabrina"),
        _words("Angelo Antonio Calogero Enzo Giuseppe Marco Salvatore Vincenzo"),
        _words("Rossi Russo Esposito Romano Ferrara"),
        {"it": 3, "fr": 2},
    ),
    "chinese": Origin(
        _words("Fang Hui Jing Li Mei Xia"),
        _words("Bo Feng Jun Lei Wei Tao"),
        _words("Chen Wang Li Zhang Zhou"),
        {"zh": 3, "en": 2},
    ),
}
