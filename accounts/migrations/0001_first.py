import core.search
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django_fsm
import encrypted_fields.fields
import phonenumber_field.modelfields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name_to_use', models.CharField(max_length=80, verbose_name='name to use')),
                ('family_name', models.CharField(blank=True, max_length=80, verbose_name='family name')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of birth')),
                ('gender', models.CharField(blank=True, choices=[('', 'not said'), ('woman', 'woman'), ('man', 'man'), ('other', 'another way')], default='', max_length=8, verbose_name='gender')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], default='nl', max_length=2, verbose_name='language of our messages')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', phonenumber_field.modelfields.PhoneNumberField(blank=True, max_length=128, region=None, verbose_name='phone number')),
                ('reach_by', models.CharField(choices=[('email', 'by e-mail'), ('phone', 'by phone'), ('letter', 'by letter')], default='email', max_length=8, verbose_name='how to reach you')),
                ('created_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('searched', models.GeneratedField(db_persist=True, expression=core.search.PlainLetters(django.db.models.functions.text.Concat(django.db.models.functions.comparison.Cast('name_to_use', models.TextField()), models.Value(' ', output_field=models.TextField()), django.db.models.functions.comparison.Cast('family_name', models.TextField()), models.Value(' ', output_field=models.TextField()), django.db.models.functions.comparison.Cast('email', models.TextField()), models.Value(' ', output_field=models.TextField()))), output_field=models.TextField())),
            ],
            options={
                'indexes': [models.Index(fields=['email'], name='person_by_email'), models.Index(fields=['phone'], name='person_by_phone')],
                'constraints': [models.CheckConstraint(condition=models.Q(('birth_year__isnull', True), ('birth_year__range', (1900, 2100)), _connector='OR'), name='birth_year_is_a_year_of_our_time'), models.CheckConstraint(condition=models.Q(('name_to_use', ''), _negated=True), name='person_has_a_name_to_use')],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English')], default='nl', max_length=2, verbose_name='language')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('date_joined', models.DateTimeField(auto_now_add=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_login_per_email')],
            },
        ),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('size_km', models.PositiveSmallIntegerField()),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('lat__range', (49, 52)), ('lon__range', (2, 7))), name='cell_lies_in_belgium')],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='profile', serialize=False, to='accounts.person')),
                ('day_parts', models.PositiveIntegerField(default=0, verbose_name='when')),
                ('travel_mode', models.CharField(blank=True, choices=[('foot', 'On foot'), ('bike', 'By bike'), ('transit', 'By bus, tram or train'), ('car', 'By car')], max_length=8, verbose_name='how you travel')),
                ('travel_km', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how far')),
                ('contact_forms', models.PositiveIntegerField(default=0, verbose_name='form of contact')),
                ('access_needs', models.PositiveIntegerField(default=0, verbose_name='what you need')),
                ('access_offers', models.PositiveIntegerField(default=0, verbose_name='what you can take into account')),
                ('life_phases', models.PositiveIntegerField(default=0, verbose_name='your life now')),
                ('style_talk', models.SmallIntegerField(default=0)),
                ('style_pace', models.SmallIntegerField(default=0)),
                ('style_plan', models.SmallIntegerField(default=0)),
                ('wish_genders', models.JSONField(default=list)),
                ('wish_gender_is_must', models.BooleanField(default=False)),
                ('wish_age_from', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('wish_age_to', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('wish_age_is_must', models.BooleanField(default=False)),
                ('about', models.TextField(blank=True, max_length=1000, verbose_name='about you')),
            ],
            options={
                'indexes': [models.Index(fields=['contact_forms'], include=('person',), name='profile_by_forms')],
                'constraints': [models.CheckConstraint(condition=models.Q(('day_parts__range', (0, 2097151))), name='day_parts_are_known_bits'), models.CheckConstraint(condition=models.Q(('contact_forms__range', (0, 63))), name='contact_forms_are_known_bits'), models.CheckConstraint(condition=models.Q(('access_needs__range', (0, 127))), name='access_needs_are_known_bits'), models.CheckConstraint(condition=models.Q(('access_offers__range', (0, 127))), name='access_offers_are_known_bits'), models.CheckConstraint(condition=models.Q(('life_phases__range', (0, 511))), name='life_phases_are_known_bits'), models.CheckConstraint(condition=models.Q(('travel_km__isnull', True), ('travel_km__range', (1, 100)), _connector='OR'), name='travel_is_between_1_and_100_km'), models.CheckConstraint(condition=models.Q(('wish_age_from__isnull', True), ('wish_age_to__isnull', True), ('wish_age_from__lte', models.F('wish_age_to')), _connector='OR'), name='wished_age_runs_upwards'), models.CheckConstraint(condition=models.Q(('style_talk__range', (-1, 1))), name='style_talk_is_a_side'), models.CheckConstraint(condition=models.Q(('style_pace__range', (-1, 1))), name='style_pace_is_a_side'), models.CheckConstraint(condition=models.Q(('style_plan__range', (-1, 1))), name='style_plan_is_a_side')],
            },
        ),
        migrations.AddField(
            model_name='person',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='person',
            name='user',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='FormerId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_id', models.BigIntegerField(unique=True)),
                ('old_public_id', models.UUIDField(unique=True)),
                ('merged_at', models.DateTimeField()),
                ('merged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_ids', to='accounts.person')),
            ],
        ),
        migrations.CreateModel(
            name='Disclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('name', 'name to use'), ('area', 'your area'), ('age', 'your age, about'), ('gender', 'gender'), ('languages', 'languages'), ('interests', 'interests'), ('day_parts', 'when'), ('life_phases', 'your life now'), ('access', 'what you need'), ('about', 'about you'), ('email', 'e-mail address'), ('phone', 'phone number')], max_length=12)),
                ('shown', models.CharField(choices=[('proposal', 'with a proposal'), ('introduction', 'after you both said yes'), ('never', 'never')], max_length=12)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disclosures', to='accounts.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'part'), name='one_choice_per_part')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('service', 'to look for a buddy or a group for you'), ('sensitive', 'to use what you tell about your health or life for this')], max_length=12)),
                ('text_version', models.CharField(max_length=12)),
                ('given_at', models.DateTimeField()),
                ('given_how', models.CharField(default='page', max_length=12)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='accounts.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('person', 'purpose'), name='one_live_consent_per_purpose')],
            },
        ),
        migrations.CreateModel(
            name='PersonInterest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interest', models.CharField(choices=[('walking', 'Walking'), ('cycling', 'Cycling'), ('gardening', 'Gardening'), ('birds', 'Watching birds and nature'), ('fishing', 'Fishing'), ('park', 'Sitting in a park'), ('sea', 'The sea and the beach'), ('allotment', 'Vegetable garden'), ('swimming', 'Swimming'), ('running', 'Running'), ('fitness', 'Fitness'), ('yoga', 'Yoga and relaxing'), ('dancing', 'Dancing'), ('football', 'Football'), ('petanque', 'Pétanque and bowls'), ('table_tennis', 'Table tennis and badminton'), ('watching_sport', 'Watching sport'), ('martial_arts', 'Martial arts'), ('cinema', 'Cinema'), ('theatre', 'Theatre'), ('museums', 'Museums and exhibitions'), ('concerts', 'Concerts'), ('library', 'The library'), ('history', 'History and heritage'), ('architecture', 'Towns and buildings'), ('festivals', 'Markets, fairs and festivals'), ('listening', 'Listening to music'), ('singing', 'Singing'), ('instrument', 'Playing an instrument'), ('classical', 'Classical music'), ('world_music', 'Music from all over the world'), ('pop_rock', 'Pop and rock'), ('drawing', 'Drawing and painting'), ('crafts', 'Crafts'), ('sewing', 'Sewing, knitting, crochet'), ('woodwork', 'Woodwork and odd jobs'), ('photography', 'Photography'), ('writing', 'Writing'), ('repairing', 'Repairing things'), ('flowers', 'Flower arranging'), ('cooking', 'Cooking'), ('baking', 'Baking'), ('eating_out', 'Eating out'), ('coffee', 'Having a coffee or tea'), ('world_food', 'Food from all over the world'), ('picnic', 'Picnics'), ('beer_wine', 'Tasting beer or wine'), ('board_games', 'Board games'), ('cards', 'Card games'), ('chess', 'Chess and draughts'), ('puzzles', 'Puzzles and quizzes'), ('video_games', 'Video games'), ('billiards', 'Billiards and darts'), ('reading', 'Reading'), ('television', 'Films and series'), ('news', 'News and current affairs'), ('shopping', 'Shopping'), ('flea_markets', 'Second-hand and flea markets'), ('beauty', 'Hair and beauty'), ('computers', 'Computers and phones'), ('collecting', 'Collecting'), ('dogs', 'Dogs'), ('cats', 'Cats'), ('horses', 'Horses'), ('small_animals', 'Other animals'), ('children', 'Doing things with children'), ('languages', 'Practising a language'), ('travel', 'Travelling and far countries'), ('volunteering', 'Volunteering together'), ('neighbourhood', 'Life in the neighbourhood'), ('faith', 'Faith and meaning'), ('philosophy', 'Talking about big questions'), ('politics', 'Politics and society'), ('technology', 'Science and technology'), ('cars', 'Cars and motorbikes'), ('trains', 'Trains and models'), ('smoking', 'Smoking nearby'), ('alcohol', 'Drinking alcohol'), ('pets_nearby', 'Pets nearby'), ('crowds', 'Busy places'), ('loud', 'Loud music or noise'), ('phone_calls', 'Long phone calls')], max_length=20)),
                ('attitude', models.CharField(choices=[('like', 'I like it'), ('dislike', 'rather not'), ('no_go', 'certainly not')], max_length=8)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='accounts.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'interest'), name='one_attitude_per_person_and_interest'), models.CheckConstraint(condition=models.Q(('attitude__in', ['like', 'dislike', 'no_go'])), name='attitude_is_one_of_three')],
            },
        ),
        migrations.CreateModel(
            name='PersonLanguage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('nl', 'Dutch'), ('fr', 'French'), ('en', 'English'), ('de', 'German'), ('ar', 'Arabic'), ('tr', 'Turkish'), ('es', 'Spanish'), ('it', 'Italian'), ('pl', 'Polish'), ('ro', 'Romanian'), ('pt', 'Portuguese'), ('ru', 'Russian'), ('uk', 'Ukrainian'), ('ber', 'Tamazight (Berber)'), ('ps', 'Pashto'), ('fa', 'Persian or Dari'), ('so', 'Somali'), ('ti', 'Tigrinya'), ('ln', 'Lingala'), ('sq', 'Albanian'), ('bg', 'Bulgarian'), ('zh', 'Chinese'), ('vgt', 'Flemish Sign Language'), ('sfb', 'Sign language of French-speaking Belgium')], max_length=4)),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'a little, with gestures'), (2, 'well enough to talk'), (3, 'fluently')])),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='languages', to='accounts.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'language'), name='one_level_per_person_and_language'), models.CheckConstraint(condition=models.Q(('level__in', [1, 2, 3])), name='level_is_one_of_three')],
            },
        ),
        migrations.CreateModel(
            name='PostalPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('postcode', models.CharField(max_length=4)),
                ('nis', models.CharField(max_length=5)),
                ('name_nl', models.CharField(max_length=80)),
                ('name_fr', models.CharField(max_length=80)),
                ('locality', models.CharField(max_length=80)),
                ('province_nl', models.CharField(max_length=80)),
                ('province_fr', models.CharField(max_length=80)),
                ('search_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('repaired', models.CharField(blank=True, max_length=8)),
                ('searched', models.GeneratedField(db_persist=True, expression=core.search.PlainLetters(django.db.models.functions.text.Concat(django.db.models.functions.comparison.Cast('postcode', models.TextField()), models.Value(' ', output_field=models.TextField()), django.db.models.functions.comparison.Cast('name_nl', models.TextField()), models.Value(' ', output_field=models.TextField()), django.db.models.functions.comparison.Cast('name_fr', models.TextField()), models.Value(' ', output_field=models.TextField()))), output_field=models.TextField())),
                ('cell', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.cell')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('postcode', 'nis'), name='one_row_per_postcode_and_municipality')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.CharField(max_length=200, verbose_name='postcode or municipality')),
                ('address', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('state', django_fsm.FSMField(choices=[('pending', 'being looked up'), ('found', 'found'), ('not_found', 'not found'), ('failed', 'could not be looked up yet')], default='pending', max_length=50, protected=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('due_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=40)),
                ('changed_at', models.DateTimeField()),
                ('searched', models.GeneratedField(db_persist=True, expression=core.search.PlainLetters(django.db.models.functions.text.Concat(django.db.models.functions.comparison.Cast('typed', models.TextField()), models.Value(' ', output_field=models.TextField()))), output_field=models.TextField())),
                ('cell', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.cell')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='place', to='accounts.person')),
                ('postal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.postalplace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('pending', 'failed'))), fields=['due_at'], name='place_to_find'), models.Index(condition=models.Q(('state', 'found')), fields=['cell'], include=('person',), name='place_by_cell')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'found', 'not_found', 'failed'])), name='place_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'found'), ('cell__isnull', False)), models.Q(models.Q(('state', 'found'), _negated=True), ('cell__isnull', True)), _connector='OR'), name='a_found_place_has_a_cell_and_no_other')],
            },
        ),
        migrations.CreateModel(
            name='Proxy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('may', models.JSONField(default=list)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proxies', to='accounts.person')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['email'], name='proxy_by_address')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'email'), name='one_proxy_per_person_and_address'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='a_proxy_ends_after_it_starts')],
            },
        ),
    ]
