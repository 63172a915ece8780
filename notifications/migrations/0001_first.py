import django.db.models.deletion
import django_fsm
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
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('organisation_id', models.BigIntegerField(db_index=True, null=True)),
                ('kind', models.CharField(max_length=60)),
                ('context', models.JSONField(default=dict)),
                ('dedupe_key', models.CharField(max_length=120, unique=True)),
                ('state', django_fsm.FSMField(choices=[('queued', 'waiting to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'could not be sent'), ('suppressed', 'not sent, no longer needed')], default='queued', max_length=50, protected=True)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('claim', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=40)),
                ('sent_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='accounts.person')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['due_at'], name='message_waiting'), models.Index(condition=models.Q(('state', 'sending')), fields=['lease_until'], name='message_on_its_way'), models.Index(fields=['state', '-created_at'], name='message_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', True), ('user__isnull', True), _connector='XOR'), name='message_has_exactly_one_recipient'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'failed', 'suppressed'])), name='message_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), ('lease_until__isnull', False)), models.Q(models.Q(('state', 'sending'), _negated=True), ('lease_until__isnull', True)), _connector='OR'), name='message_being_sent_has_a_lease'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), ('sent_at__isnull', False)), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='message_sent_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=12)),
                ('detail', models.CharField(blank=True, max_length=40)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='notifications.message')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('message', 'number'), name='one_row_per_try')],
            },
        ),
    ]
