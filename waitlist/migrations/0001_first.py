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
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('note', encrypted_fields.fields.EncryptedTextField(blank=True, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='organisations.enrolment')),
            ],
            options={
                'indexes': [models.Index(fields=['enrolment', '-at'], name='contact_by_enrolment')],
            },
        ),
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('volunteer', 'volunteer'), ('seeker', 'looks for somebody')], max_length=9)),
                ('made_at', models.DateTimeField()),
                ('steps', models.JSONField(default=list)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forecasts', to='organisations.programme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'side'), name='one_forecast_per_programme_and_side')],
            },
        ),
        migrations.CreateModel(
            name='Sign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', django_fsm.FSMField(choices=[('asked', 'asked'), ('renewed', 'wants to go on'), ('ended', 'not now'), ('missed', 'no answer'), ('closed', 'never arrived')], default='asked', max_length=50, protected=True)),
                ('sent_at', models.DateTimeField()),
                ('sent_on', models.DateField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('wish', models.CharField(blank=True, choices=[('yes', 'Yes, look further for me'), ('pause', 'Not now: I take a break'), ('leave', 'No, I stop')], max_length=5)),
                ('way', models.CharField(blank=True, choices=[('page', 'on the page'), ('link', 'by the link in the mail'), ('api', 'by a program'), ('coordinator', 'told the coordinator')], max_length=12)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signs', to='organisations.enrolment')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['enrolment', '-sent_at'], name='sign_by_enrolment'), models.Index(condition=models.Q(('state', 'asked')), fields=['sent_at'], name='sign_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'renewed', 'ended', 'missed', 'closed'])), name='sign_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('enrolment',), name='one_open_sign_of_life_per_person'), models.UniqueConstraint(fields=('enrolment', 'sent_on'), name='one_sign_of_life_a_day'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(models.Q(('state', 'renewed'), ('wish', 'yes')), models.Q(('state', 'ended'), ('wish__in', ('pause', 'leave'))), _connector='OR'), ('answered_at__isnull', False)), models.Q(models.Q(('state__in', ('renewed', 'ended')), _negated=True), ('answered_at__isnull', True), ('wish', '')), _connector='OR'), name='an_answered_sign_has_a_wish_and_a_time')],
            },
        ),
    ]
