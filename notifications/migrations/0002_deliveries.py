import uuid

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

# What was one row is a message and its one delivery: by mail, or told by the team where there was no address.
_SPLIT = """
INSERT INTO notifications_delivery (message_id, channel, state, created_at, due_at, attempts, claim, lease_until, failure, sent_at)
SELECT id, CASE WHEN failure IN ('no_email', 'told_by_hand') THEN 'hand' ELSE 'mail' END,
    CASE WHEN state = 'failed' THEN CASE WHEN failure LIKE 'smtp_5%' THEN 'permanent' ELSE 'technical' END
        WHEN failure = 'no_email' THEN 'created' WHEN failure = 'told_by_hand' THEN 'sent'
        WHEN state = 'queued' THEN 'temporary' ELSE state END,
    created_at, due_at, attempts, claim, lease_until, CASE WHEN failure IN ('no_email', 'told_by_hand') THEN '' ELSE failure END,
    CASE WHEN failure = 'told_by_hand' THEN created_at ELSE sent_at END
FROM notifications_message
WHERE state IN ('sending', 'sent', 'failed') OR failure IN ('no_email', 'told_by_hand') OR (state = 'queued' AND attempts > 0);
INSERT INTO notifications_attempt (delivery_id, number, at, outcome, detail)
SELECT d.id, row_number() OVER (PARTITION BY d.id ORDER BY o.number), o.at, o.outcome, o.detail
FROM notifications_try o JOIN notifications_delivery d ON d.message_id = o.message_id;
UPDATE notifications_message SET why = failure WHERE state = 'suppressed' AND failure NOT IN ('no_email', 'told_by_hand');
UPDATE notifications_message SET state = 'planned'
WHERE state IN ('sending', 'sent', 'failed') OR failure IN ('no_email', 'told_by_hand') OR (state = 'queued' AND attempts > 0);
"""


class Migration(migrations.Migration):
    """Not to be undone: one message may have many deliveries afterwards. All workers rest meanwhile."""

    dependencies = [
        ("accounts", "0002_lists_in_order"),
        ("notifications", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="message", name="message_state_is_known"),
        migrations.RemoveConstraint(model_name="message", name="message_being_sent_has_a_lease"),
        migrations.RemoveConstraint(model_name="message", name="message_sent_has_a_time"),
        migrations.RemoveIndex(model_name="message", name="message_waiting"),
        migrations.RemoveIndex(model_name="message", name="message_on_its_way"),
        migrations.RemoveIndex(model_name="message", name="message_by_state"),
        migrations.RenameModel(old_name="Attempt", new_name="Try"),
        migrations.RemoveConstraint(model_name="try", name="one_row_per_try"),
        migrations.CreateModel(
            name="ChannelRest",
            fields=[
                ("channel", models.CharField(max_length=12, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
                ("times", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("endpoint", models.URLField(max_length=500, unique=True)),
                ("p256dh", models.CharField(max_length=120)),
                ("auth", models.CharField(max_length=40)),
                ("name", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=12)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("created", "waiting to be sent"),
                            ("sending", "being sent"),
                            ("temporary", "did not succeed yet"),
                            ("sent", "sent"),
                            ("delivered", "arrived"),
                            ("permanent", "this address takes nothing"),
                            ("technical", "something did not work"),
                            ("cancelled", "no longer needed"),
                            ("gathered", "told in a summary"),
                        ],
                        default="created",
                        max_length=50,
                        protected=True,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("failure", models.CharField(blank=True, max_length=40)),
                ("sent_at", models.DateTimeField(null=True)),
                ("seen_to_at", models.DateTimeField(null=True)),
                (
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="notifications.device",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("matching", "Somebody or a group for you"),
                            ("meetings", "When and where you meet"),
                            ("care", "How it goes"),
                            ("waiting", "While you wait"),
                            ("team", "Work of the team"),
                        ],
                        max_length=12,
                    ),
                ),
                ("channel", models.CharField(max_length=12)),
                ("wanted", models.BooleanField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="accounts.person",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", True), ("user__isnull", True), _connector="XOR"
                        ),
                        name="choice_has_one_owner",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "user", "topic", "channel"),
                        name="one_choice_per_topic_and_channel",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("channel", models.CharField(max_length=12)),
                ("hash", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
                ("why", models.CharField(max_length=40)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at__isnull", True)),
                        fields=("channel", "hash"),
                        name="one_dead_address_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Habit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                (
                    "quiet_until",
                    models.TimeField(blank=True, null=True, verbose_name="quiet until"),
                ),
                ("zone", models.CharField(default="Europe/Brussels", max_length=40)),
                (
                    "digest",
                    models.CharField(
                        choices=[
                            ("none", "each message by itself"),
                            ("daily", "once a day, together"),
                            ("weekly", "once a week, together"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("digest_at", models.DateTimeField(null=True)),
                ("paused_until", models.DateTimeField(null=True)),
                (
                    "person",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="habit",
                        to="accounts.person",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="habit",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", True), ("user__isnull", True), _connector="XOR"
                        ),
                        name="habit_has_one_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="quiet_hours_begin_and_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__in", ["none", "daily", "weekly"])),
                        name="digest_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=12)),
                ("detail", models.CharField(blank=True, max_length=40)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="notifications.delivery",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="attempt_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("delivery", "number"), name="one_row_per_try")
                ],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="why",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message", name="read_at", field=models.DateTimeField(null=True)
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("queued", "waiting until it is due"),
                    ("planned", "on its ways"),
                    ("suppressed", "not sent"),
                ],
                default="queued",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.RunSQL(_SPLIT),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", elidable=True),
        migrations.DeleteModel(name="Try"),
        migrations.RemoveField(model_name="message", name="attempts"),
        migrations.RemoveField(model_name="message", name="claim"),
        migrations.RemoveField(model_name="message", name="lease_until"),
        migrations.RemoveField(model_name="message", name="failure"),
        migrations.RemoveField(model_name="message", name="sent_at"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "queued")), fields=["due_at"], name="message_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["queued", "planned", "suppressed"])),
                name="message_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "suppressed"), ("why", ""), _connector="XOR"),
                name="message_suppressed_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ("created", "temporary"))),
                fields=["channel", "due_at"],
                name="delivery_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "sending")),
                fields=["lease_until"],
                name="delivery_on_its_way",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    ("seen_to_at__isnull", True), ("state__in", ("permanent", "technical"))
                ),
                fields=["-created_at"],
                name="delivery_to_see_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("message", "channel", "device"),
                name="one_delivery_per_message_and_way",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "created",
                            "sending",
                            "temporary",
                            "sent",
                            "delivered",
                            "permanent",
                            "technical",
                            "cancelled",
                            "gathered",
                        ],
                    )
                ),
                name="delivery_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sending"), ("lease_until__isnull", False)),
                    models.Q(
                        models.Q(("state", "sending"), _negated=True), ("lease_until__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="delivery_being_sent_has_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("sent", "delivered")), _negated=True),
                    ("sent_at__isnull", False),
                    _connector="OR",
                ),
                name="delivery_sent_has_a_time",
            ),
        ),
    ]
