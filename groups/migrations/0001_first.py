import django.contrib.postgres.fields
import django.db.models.deletion
import django_fsm
import encrypted_fields.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('organisations', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('pair', 'buddies'), ('peer', 'peer group'), ('link', 'link group'), ('course', 'course'), ('circle', 'circle'), ('conference', 'conference'), ('neighbourhood', 'neighbourhood group')], max_length=13)),
                ('state', django_fsm.FSMField(choices=[('introduced', 'introduced'), ('trial', 'trying out'), ('active', 'going on'), ('paused', 'paused'), ('closing', 'rounding off'), ('closed', 'ended')], default='introduced', max_length=50, protected=True)),
                ('formed_at', models.DateTimeField()),
                ('clicked_at', models.DateTimeField(null=True)),
                ('trial_at', models.DateTimeField(null=True)),
                ('review_on', models.DateField(null=True)),
                ('active_at', models.DateTimeField(null=True)),
                ('closing_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='organisations.programme')),
            ],
            options={
                'indexes': [models.Index(fields=['programme', 'state', 'formed_at'], name='group_list'), models.Index(condition=models.Q(('state', 'trial')), fields=['review_on'], name='group_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['introduced', 'trial', 'active', 'paused', 'closing', 'closed'])), name='group_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'trial'), _negated=True), models.Q(('review_on__isnull', False), ('trial_at__isnull', False)), _connector='OR'), name='a_trial_has_a_day_for_its_review'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'pair'), ('state__in', ('trial', 'active', 'paused')), _negated=True), ('clicked_at__isnull', False), _connector='OR'), name='a_pair_goes_on_only_after_both_clicked'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), ('closed_at__isnull', False)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='a_closed_group_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', django_fsm.FSMField(choices=[('held', 'kept free'), ('taken', 'taken'), ('freed', 'free again')], default='held', max_length=50, protected=True)),
                ('held_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(null=True)),
                ('freed_at', models.DateTimeField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='organisations.enrolment')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='groups.group')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('held', 'taken'))), fields=('enrolment', 'number'), name='one_live_seat_per_number'), models.UniqueConstraint(condition=models.Q(('state', 'taken')), fields=('group', 'enrolment'), name='one_seat_per_member'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='seats_are_numbered_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), ('group__isnull', False), _connector='OR'), name='a_taken_seat_is_in_a_group'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), ('group__isnull', True), _connector='OR'), name='a_held_seat_is_in_no_group')],
            },
        ),
        migrations.CreateModel(
            name='Break',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('until_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breaks', to='groups.group')),
                ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='breaks', to='groups.seat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('starts_on')), _connector='OR'), name='a_break_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('group', 'seat'), name='one_break_to_come_per_person'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), ('seat__isnull', True)), fields=('group',), name='one_break_to_come_from_the_team')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rhythm', encrypted_fields.fields.EncryptedTextField()),
                ('costs', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('boundaries', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('contact', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('ending', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField()),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='agreement', to='groups.group')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreements_changed', to='groups.seat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='agreement_versions_start_at_one')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', django_fsm.FSMField(choices=[('proposed', 'proposed'), ('planned', 'planned'), ('took_place', 'took place'), ('cancelled', 'cancelled')], default='proposed', max_length=50, protected=True)),
                ('moments', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), size=None)),
                ('starts_at', models.DateTimeField(null=True)),
                ('place', encrypted_fields.fields.EncryptedTextField()),
                ('with_coordinator', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='groups.group')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions_proposed', to='groups.seat')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['starts_at'], name='session_coming')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'planned', 'took_place', 'cancelled'])), name='session_state_is_known'), models.UniqueConstraint(condition=models.Q(('state__in', ('proposed', 'planned', 'took_place'))), fields=('group',), name='one_first_meeting_at_a_time'), models.CheckConstraint(condition=models.Q(('moments__len__range', (1, 3))), name='a_meeting_has_one_to_three_moments'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('planned', 'took_place')), _negated=True), ('starts_at__isnull', False), _connector='OR'), name='a_planned_meeting_has_a_start')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('signed_at', models.DateTimeField()),
                ('way', models.CharField(choices=[('page', 'on the page'), ('link', 'by the link in the mail'), ('api', 'by a program'), ('coordinator', 'told the coordinator')], max_length=12)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='groups.agreement')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='groups.seat')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'seat', 'version'), name='one_signature_per_person_and_version')],
            },
        ),
        migrations.CreateModel(
            name='Timings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan_within_days', models.PositiveSmallIntegerField(default=7)),
                ('click_after_hours', models.PositiveSmallIntegerField(default=48)),
                ('answer_days', models.PositiveSmallIntegerField(default=7)),
                ('remind_after_days', models.PositiveSmallIntegerField(default=3)),
                ('trial_weeks', models.PositiveSmallIntegerField(default=7)),
                ('version', models.PositiveIntegerField(default=1)),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='timings', to='organisations.programme')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('plan_within_days__range', (1, 60))), name='plan_within_days_is_possible'), models.CheckConstraint(condition=models.Q(('click_after_hours__range', (1, 336))), name='click_after_hours_is_possible'), models.CheckConstraint(condition=models.Q(('answer_days__range', (1, 60))), name='answer_days_is_possible'), models.CheckConstraint(condition=models.Q(('remind_after_days__range', (1, 30))), name='remind_after_days_is_possible'), models.CheckConstraint(condition=models.Q(('trial_weeks__range', (1, 52))), name='trial_weeks_is_possible')],
            },
        ),
    ]
