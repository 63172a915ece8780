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
        ('groups', '0001_first'),
        ('organisations', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', django_fsm.FSMField(choices=[('open', 'to choose'), ('made', 'chosen'), ('refused', 'none of them'), ('expired', 'no answer in time'), ('withdrawn', 'taken back')], default='open', max_length=50, protected=True)),
                ('offered_at', models.DateTimeField()),
                ('deadline_at', models.DateTimeField()),
                ('remind_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('way', models.CharField(blank=True, choices=[('page', 'on the page'), ('link', 'by the link in the mail'), ('api', 'by a program'), ('coordinator', 'told the coordinator')], max_length=12)),
                ('question', models.TextField(blank=True, max_length=1000)),
                ('question_at', models.DateTimeField(null=True)),
                ('offered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='organisations.programme')),
                ('programme_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programmeversion')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='choice', to='groups.seat')),
                ('seeker', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='organisations.enrolment')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['deadline_at'], name='choice_deadline')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'made', 'refused', 'expired', 'withdrawn'])), name='choice_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('seeker',), name='one_open_choice_per_person'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='a_choice_that_is_over_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exclusions', to='organisations.organisation')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'first', 'second'), name='one_exclusion_per_pair'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='exclusion_names_the_lower_id_first')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='organisations.enrolment')),
            ],
            options={
                'indexes': [models.Index(fields=['enrolment', '-at'], name='look_by_enrolment')],
            },
        ),
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('objective', models.CharField(choices=[('most_people', 'as many people as possible'), ('best_score', 'the best fit over all')], default='most_people', max_length=12)),
                ('state', django_fsm.FSMField(choices=[('queued', 'waiting to start'), ('running', 'searching'), ('spread', 'searching by region'), ('finished', 'ready'), ('failed', 'stopped by a fault'), ('cancelled', 'cancelled')], default='queued', max_length=50, protected=True)),
                ('requested_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('failure', models.CharField(blank=True, max_length=40)),
                ('volunteers', models.PositiveIntegerField(default=0)),
                ('seekers', models.PositiveIntegerField(default=0)),
                ('pairs', models.PositiveIntegerField(default=0)),
                ('total', models.BigIntegerField(default=0)),
                ('bound', models.BigIntegerField(default=0)),
                ('gap', models.BigIntegerField(default=0)),
                ('advice', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('engine', models.CharField(blank=True, max_length=20)),
                ('points', models.JSONField(default=list)),
                ('regions', models.PositiveIntegerField(default=1)),
                ('regions_done', models.PositiveIntegerField(default=0)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='organisations.programme')),
                ('programme_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programmeversion')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['programme', '-requested_at'], name='run_by_programme')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('queued', 'running', 'spread'))), fields=('programme',), name='one_live_run_per_programme'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'spread', 'finished', 'failed', 'cancelled'])), name='run_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), ('lease_until__isnull', False)), models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='a_running_run_has_a_lease'), models.CheckConstraint(condition=models.Q(('progress__range', (0, 100))), name='progress_is_in_percent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'spread'), _negated=True), ('regions__gt', 1), _connector='OR'), name='a_spread_run_has_regions'), models.CheckConstraint(condition=models.Q(('regions_done__lte', models.F('regions'))), name='no_more_regions_done_than_there_are')],
            },
        ),
        migrations.CreateModel(
            name='LeftOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=30)),
                ('change', models.CharField(blank=True, max_length=30)),
                ('amount', models.IntegerField(default=0)),
                ('opens', models.PositiveIntegerField(default=0)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.enrolment')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='left_over', to='matching.matchrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'enrolment'), name='one_reason_per_person_left_over')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', django_fsm.FSMField(choices=[('draft', 'to look at'), ('offered', 'people decide'), ('agreed', 'both said yes'), ('rejected', 'not proposed'), ('declined', 'somebody said no'), ('expired', 'no answer in time'), ('withdrawn', 'taken back'), ('superseded', 'replaced by a newer search')], default='draft', max_length=50, protected=True)),
                ('score', models.PositiveSmallIntegerField()),
                ('bonus', models.PositiveSmallIntegerField(default=0)),
                ('parts', models.JSONField(default=dict)),
                ('facts', models.JSONField(default=dict)),
                ('alternatives', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('on_hold_until', models.DateField(blank=True, null=True)),
                ('is_locked', models.BooleanField(db_default=False, default=False)),
                ('offered_at', models.DateTimeField(null=True)),
                ('deadline_at', models.DateTimeField(null=True)),
                ('remind_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('reject_reason', models.CharField(blank=True, choices=[('too_different', 'They seem too different'), ('not_now', 'Not the right moment'), ('known_history', 'I know something that does not show here'), ('better_one', 'I have a better idea'), ('safety', 'I have a worry about safety'), ('other', 'Another reason')], max_length=14)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='groups.group')),
                ('programme', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='organisations.programme')),
                ('programme_version', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.programmeversion')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposals', to='matching.matchrun')),
                ('seeker', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='proposals_as_seeker', to='organisations.enrolment')),
                ('volunteer', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='proposals_as_volunteer', to='organisations.enrolment')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state', '-score', 'id'], name='proposal_board'), models.Index(condition=models.Q(('state', 'offered')), fields=['deadline_at'], name='proposal_deadline'), models.Index(condition=models.Q(('reminded_at', None), ('state', 'offered')), fields=['remind_at'], name='proposal_reminder')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'offered'))), fields=('volunteer', 'seeker'), name='one_open_proposal_per_pair'), models.CheckConstraint(condition=models.Q(('volunteer', models.F('seeker')), _negated=True), name='nobody_is_proposed_to_themselves'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'offered', 'agreed', 'rejected', 'declined', 'expired', 'withdrawn', 'superseded'])), name='proposal_state_is_known'), models.CheckConstraint(condition=models.Q(('score__range', (0, 1000))), name='score_is_0_to_1000'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'agreed'), ('group__isnull', False)), models.Q(models.Q(('state', 'agreed'), _negated=True), ('group__isnull', True)), _connector='OR'), name='agreed_means_a_group'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'offered'), _negated=True), ('deadline_at__isnull', False), _connector='OR'), name='an_offer_has_a_deadline'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'rejected'), _negated=True), models.Q(('reject_reason', ''), _negated=True), _connector='OR'), name='a_rejection_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('is_chosen', models.BooleanField(default=False)),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='card', to='groups.seat')),
                ('choice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='matching.choice')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='matching.proposal')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('choice', 'proposal'), name='one_card_per_proposal'), models.UniqueConstraint(fields=('choice', 'number'), name='one_card_per_number'), models.CheckConstraint(condition=models.Q(('number__range', (1, 3))), name='cards_are_numbered_1_to_3'), models.UniqueConstraint(condition=models.Q(('is_chosen', True)), fields=('choice',), name='one_chosen_card_per_choice')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', django_fsm.FSMField(choices=[('to_come', 'not asked yet'), ('asked', 'asked'), ('yes', 'said yes'), ('no', 'said no'), ('closed', 'no longer needed')], default='asked', max_length=50, protected=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('way', models.CharField(blank=True, choices=[('page', 'on the page'), ('link', 'by the link in the mail'), ('api', 'by a program'), ('coordinator', 'told the coordinator')], max_length=12)),
                ('question', models.TextField(blank=True, max_length=1000)),
                ('question_at', models.DateTimeField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='organisations.enrolment')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='groups.seat')),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='matching.proposal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('proposal', 'enrolment'), name='one_answer_per_person'), models.CheckConstraint(condition=models.Q(('state__in', ['to_come', 'asked', 'yes', 'no', 'closed'])), name='answer_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('yes', 'no')), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='an_answer_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='RuleSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('rules', models.JSONField(default=dict)),
                ('weights', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rule_sets', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'version'), name='one_rule_set_per_version')],
            },
        ),
        migrations.AddField(
            model_name='proposal',
            name='rule_set',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matching.ruleset'),
        ),
        migrations.AddField(
            model_name='matchrun',
            name='rule_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='matching.ruleset'),
        ),
        migrations.CreateModel(
            name='RunPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('people', models.PositiveIntegerField()),
                ('state', django_fsm.FSMField(choices=[('queued', 'waiting to start'), ('running', 'searching'), ('done', 'ready')], default='queued', max_length=50, protected=True)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('given', models.BinaryField()),
                ('found', models.BinaryField(default=bytes)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='matching.matchrun')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='one_part_per_number'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done'])), name='part_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), ('lease_until__isnull', False)), models.Q(models.Q(('state', 'running'), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='a_running_part_has_a_lease'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), models.Q(('found', b''), _negated=True)), models.Q(models.Q(('state', 'done'), _negated=True), ('found', b'')), _connector='OR'), name='a_done_part_has_its_answer'), models.CheckConstraint(condition=models.Q(('progress__range', (0, 100))), name='progress_of_a_part_is_in_percent')],
            },
        ),
        migrations.CreateModel(
            name='RunPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pool', to='matching.matchrun')),
            ],
        ),
    ]
