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
        ('groups', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('click', 'Did it click?'), ('review', 'Do you go on together?'), ('next', 'Shall we look further for you?')], max_length=6)),
                ('state', django_fsm.FSMField(choices=[('planned', 'to be asked'), ('asked', 'asked'), ('answered', 'answered'), ('missed', 'not answered')], default='planned', max_length=50, protected=True)),
                ('due_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('deadline_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('said', models.CharField(blank=True, choices=[('yes', 'yes'), ('no', 'no'), ('unsure', 'not sure')], max_length=6)),
                ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('way', models.CharField(blank=True, choices=[('page', 'on the page'), ('link', 'by the link in the mail'), ('api', 'by a program'), ('coordinator', 'told the coordinator')], max_length=12)),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='groups.seat')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='check_ins', to='groups.session')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['due_at'], name='check_in_to_ask'), models.Index(condition=models.Q(('state', 'asked')), fields=['deadline_at'], name='check_in_asked')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'asked', 'answered', 'missed'])), name='check_in_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', False), ('said__in', ['yes', 'no', 'unsure']), ('state', 'answered')), models.Q(models.Q(('state', 'answered'), _negated=True), ('said', '')), _connector='OR'), name='an_answered_question_has_a_word_and_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'asked'), _negated=True), models.Q(('asked_at__isnull', False), ('deadline_at__isnull', False)), _connector='OR'), name='an_asked_question_has_a_deadline'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'click'), ('session__isnull', False)), models.Q(models.Q(('kind', 'click'), _negated=True), ('session__isnull', True)), _connector='OR'), name='a_click_is_about_a_meeting'), models.UniqueConstraint(condition=models.Q(('state__in', ('planned', 'asked'))), fields=('seat', 'kind'), name='one_open_question_of_a_kind_per_person'), models.UniqueConstraint(condition=models.Q(('session__isnull', False)), fields=('seat', 'session'), name='one_click_per_person_and_meeting'), models.UniqueConstraint(condition=models.Q(('session__isnull', True)), fields=('seat', 'kind', 'due_at'), name='one_question_per_person_and_moment')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('not_said', 'No reason said'), ('no_click', 'It did not click'), ('goal', 'It is done: what they looked for is there'), ('no_time', 'No time any more'), ('moved', 'Somebody moves'), ('health', 'Somebody cannot, at the moment'), ('lost', 'They lost contact'), ('different', 'They expected something else'), ('worry', 'There was a worry'), ('other', 'Another reason')], max_length=9)),
                ('started_at', models.DateTimeField()),
                ('talk_on', models.DateField(null=True)),
                ('procedure', models.CharField(blank=True, choices=[('yes', 'yes, with both'), ('partly', 'with one of the two'), ('no', 'no')], max_length=6)),
                ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='closure', to='groups.group')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.seat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason__in', ['not_said', 'no_click', 'goal', 'no_time', 'moved', 'health', 'lost', 'different', 'worry', 'other'])), name='closure_reason_is_known'), models.CheckConstraint(condition=models.Q(('procedure__in', ['', 'yes', 'partly', 'no'])), name='closure_procedure_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Moving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('noted_at', models.DateTimeField()),
                ('is_out_of_reach', models.BooleanField()),
                ('decision', models.CharField(blank=True, choices=[('go_on', 'they go on'), ('end', 'it is rounded off')], max_length=5)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movings', to='groups.seat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decision', '')), models.Q(('decided_at__isnull', False), ('decision__in', ['go_on', 'end'])), _connector='OR'), name='a_decision_has_a_time'), models.UniqueConstraint(condition=models.Q(('decision', ''), ('is_out_of_reach', True)), fields=('seat',), name='one_move_to_decide_per_person')],
            },
        ),
    ]
