import core.fields
import django.db.models.deletion
import django_fsm
import encrypted_fields.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_first'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('slug', models.SlugField(unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=32, verbose_name='phone number')),
            ],
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('side', models.CharField(choices=[('volunteer', 'volunteer'), ('seeker', 'looks for somebody')], max_length=9)),
                ('state', django_fsm.FSMField(choices=[('applied', 'registered'), ('intake', 'first talk'), ('active', 'ready'), ('paused', 'paused'), ('left', 'stopped'), ('declined', 'not in this programme')], default='applied', max_length=50, protected=True)),
                ('capacity', models.PositiveSmallIntegerField(default=1)),
                ('goals', models.PositiveIntegerField(default=0)),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('decision_note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('applied_at', models.DateTimeField()),
                ('waiting_since', models.DateTimeField(null=True)),
                ('last_contact_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('coordinator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enrolments', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='accounts.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state', 'applied_at'], name='enrolment_list'), models.Index(condition=models.Q(('state__in', ('left', 'declined')), _negated=True), fields=['organisation', 'coordinator', 'state'], name='enrolment_by_coordinator')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'intake', 'active', 'paused', 'left', 'declined'])), name='enrolment_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('capacity__range', (1, 50)), ('side', 'volunteer')), models.Q(('capacity', 1), ('side', 'seeker')), _connector='OR'), name='a_volunteer_has_1_to_50_seats_a_seeker_one'), models.CheckConstraint(condition=models.Q(('goals__range', (0, 4095))), name='goals_are_known_bits'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), _negated=True), ('waiting_since__isnull', False), _connector='OR'), name='who_is_ready_waits_since_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='InfoNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('texts', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='info_notes', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'version'), name='one_information_note_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.JSONField(default=dict)),
                ('model_of_support', models.CharField(choices=[('buddy', 'buddies'), ('peer', 'peer groups'), ('network', 'strengthening your own network'), ('competence', 'making plans together'), ('engagement', 'voluntary engagement'), ('community', 'community building')], default='buddy', max_length=12)),
                ('is_open', models.BooleanField(default=True)),
                ('answer_days', models.PositiveSmallIntegerField(default=7)),
                ('reminder_days', models.PositiveSmallIntegerField(default=3)),
                ('asks_volunteer_first', models.BooleanField(default=False)),
                ('choice_of_cards', models.PositiveSmallIntegerField(default=1)),
                ('required_clearances', models.JSONField(default=list)),
                ('runs_every_days', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('look_after_weeks', models.PositiveSmallIntegerField(default=8)),
                ('clearance_notice_weeks', models.PositiveSmallIntegerField(default=6)),
                ('first_answer_days', models.PositiveSmallIntegerField(default=2)),
                ('talk_within_days', models.PositiveSmallIntegerField(default=14)),
                ('sign_after_weeks', models.PositiveSmallIntegerField(default=4)),
                ('signs_before_call', models.PositiveSmallIntegerField(default=3)),
                ('speak_after_weeks', models.PositiveSmallIntegerField(default=12)),
                ('meanwhile_text', models.JSONField(default=dict)),
                ('proposal_text', models.JSONField(default=dict)),
                ('max_buddies', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('meets_every_weeks', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='organisations.organisation')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='one_programme_name_per_organisation'), models.UniqueConstraint(fields=('id', 'organisation'), name='programme_belongs_to_organisation'), models.CheckConstraint(condition=models.Q(('answer_days__range', (1, 60))), name='people_get_1_to_60_days_to_answer'), models.CheckConstraint(condition=models.Q(('reminder_days__lt', models.F('answer_days'))), name='a_reminder_comes_before_the_deadline'), models.CheckConstraint(condition=models.Q(('model_of_support__in', ['buddy', 'peer', 'network', 'competence', 'engagement', 'community'])), name='model_of_support_is_known'), models.CheckConstraint(condition=models.Q(('max_buddies', None), ('max_buddies__range', (1, 50)), _connector='OR'), name='a_volunteer_may_have_1_to_50_buddies'), models.CheckConstraint(condition=models.Q(('meets_every_weeks', None), ('meets_every_weeks__range', (1, 12)), _connector='OR'), name='people_meet_every_1_to_12_weeks'), models.CheckConstraint(condition=models.Q(('runs_every_days', None), ('runs_every_days__range', (1, 365)), _connector='OR'), name='a_search_comes_every_1_to_365_days'), models.CheckConstraint(condition=models.Q(('look_after_weeks__range', (0, 104))), name='a_look_is_due_after_0_to_104_weeks'), models.CheckConstraint(condition=models.Q(('choice_of_cards__range', (1, 3))), name='a_choice_is_of_1_to_3_cards'), models.CheckConstraint(condition=models.Q(('clearance_notice_weeks__range', (0, 26))), name='an_end_is_told_0_to_26_weeks_before'), models.CheckConstraint(condition=models.Q(('first_answer_days__range', (1, 90))), name='a_first_answer_is_due_after_1_to_90_days'), models.CheckConstraint(condition=models.Q(('talk_within_days__range', (1, 90))), name='a_first_talk_is_due_after_1_to_90_days'), models.CheckConstraint(condition=models.Q(('sign_after_weeks__range', (0, 52))), name='a_sign_of_life_comes_after_0_to_52_weeks'), models.CheckConstraint(condition=models.Q(('signs_before_call__range', (1, 12))), name='somebody_calls_after_1_to_12_silent_signs'), models.CheckConstraint(condition=models.Q(('speak_after_weeks__range', (0, 104))), name='a_talk_is_due_after_0_to_104_weeks')],
            },
        ),
        migrations.CreateModel(
            name='IntakeForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('questions', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intake_forms', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'version'), name='one_intake_form_per_version'), models.UniqueConstraint(fields=('id', 'programme'), name='form_belongs_to_programme')],
            },
        ),
        migrations.CreateModel(
            name='IntakeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12)),
                ('said', core.fields.SealedJSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intake_answers', to='organisations.enrolment')),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='organisations.intakeform')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'code'), name='one_answer_per_question')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', django_fsm.FSMField(choices=[('reading', 'being read'), ('preview', 'ready to look at'), ('applying', 'being brought in'), ('done', 'brought in'), ('failed', 'could not be read'), ('cancelled', 'stopped')], default='reading', max_length=50, protected=True)),
                ('side', models.CharField(blank=True, choices=[('volunteer', 'volunteer'), ('seeker', 'looks for somebody')], max_length=9)),
                ('file_name', models.CharField(max_length=200)),
                ('file_digest', models.CharField(max_length=64)),
                ('file', models.BinaryField(null=True)),
                ('columns', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('rows_total', models.PositiveIntegerField(default=0)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('only_good', models.BooleanField(default=False)),
                ('failure', models.CharField(blank=True, max_length=40)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='organisations.organisation')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='organisations.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'preview', 'applying', 'done', 'failed', 'cancelled'])), name='import_state_is_known')],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='programme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='organisations.programme'),
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('settings', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'version'), name='one_settings_per_version')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(choices=[('coordinator', 'coordinator'), ('lead', 'lead of the organisation')], max_length=12)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='organisations.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('user', 'organisation', 'name'), name='one_live_role_per_user')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=500)),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to='organisations.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='one_filter_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', django_fsm.FSMField(choices=[('planned', 'planned'), ('held', 'held'), ('missed', 'did not take place'), ('cancelled', 'cancelled')], default='planned', max_length=50, protected=True)),
                ('at', models.DateTimeField()),
                ('way', models.CharField(choices=[('place', 'at a place'), ('phone', 'by phone'), ('video', 'by video')], max_length=5)),
                ('place', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('planned_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='talks', to='organisations.enrolment')),
                ('with_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='talks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['at'], name='talk_to_come')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'planned')), fields=('enrolment',), name='one_planned_talk_per_enrolment'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'held', 'missed', 'cancelled'])), name='talk_state_is_known'), models.CheckConstraint(condition=models.Q(('way__in', ['place', 'phone', 'video'])), name='talk_way_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'planned')), models.Q(models.Q(('state', 'planned'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='a_talk_that_is_over_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('good', 'ready'), ('faulty', 'something is not right'), ('known', 'already brought in before'), ('doubtful', 'looks like somebody we know'), ('imported', 'brought in'), ('skipped', 'left out')], max_length=9)),
                ('values', core.fields.SealedJSONField(default=dict)),
                ('faults', models.JSONField(default=list)),
                ('duplicate_of', models.BigIntegerField(null=True)),
                ('enrolment_id', models.BigIntegerField(null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='organisations.import')),
            ],
            options={
                'indexes': [models.Index(fields=['digest'], name='import_row_by_digest')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='one_row_per_line'), models.UniqueConstraint(condition=models.Q(('state', 'imported')), fields=('digest',), name='a_row_is_brought_in_once'), models.CheckConstraint(condition=models.Q(('state__in', ['good', 'faulty', 'known', 'doubtful', 'imported', 'skipped'])), name='import_row_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('enrolment_id__isnull', False), ('state', 'imported')), models.Q(models.Q(('state', 'imported'), _negated=True), ('enrolment_id__isnull', True)), _connector='OR'), name='who_was_brought_in_has_an_enrolment')],
            },
        ),
        migrations.CreateModel(
            name='Clearance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('info_note', 'information note given'), ('agreement', 'agreement note signed on paper'), ('training', 'training followed'), ('references', 'references checked'), ('insurance', 'insured'), ('extract', 'extract of the criminal record (596.2) seen')], max_length=12)),
                ('seen_on', models.DateField()),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('filed_at', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('reference', models.CharField(blank=True, db_default='', default='', max_length=120)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('seen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clearances', to='organisations.enrolment')),
                ('info_note', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clearances', to='organisations.infonote')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('valid_until__isnull', False)), fields=['valid_until'], name='clearance_that_ends')],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'kind'), name='one_clearance_per_kind'), models.CheckConstraint(condition=models.Q(('info_note', None), ('kind', 'info_note'), _connector='OR'), name='only_taking_note_names_an_information_note'), models.CheckConstraint(condition=models.Q(('issued_on', None), ('issued_on__lte', models.F('seen_on')), _connector='OR'), name='a_paper_is_issued_before_it_is_seen'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gte', models.F('seen_on')), _connector='OR'), name='clearance_ends_after_it_begins')],
            },
        ),
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(condition=models.Q(('state', 'active')), fields=['programme', 'side', 'waiting_since'], name='enrolment_ready'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('left', 'declined')), _negated=True), fields=('person', 'programme', 'side'), name='one_live_enrolment_per_person_and_side'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(fields=('id', 'programme'), name='enrolment_belongs_to_programme'),
        ),
    ]
