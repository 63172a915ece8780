"""After how many weeks without a look somebody who waits must be looked at."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_imports_are_claimed_and_sealed"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="look_after_weeks",
            field=models.PositiveSmallIntegerField(default=8),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("look_after_weeks__range", (0, 104))),
                name="a_look_is_due_after_0_to_104_weeks",
            ),
        ),
    ]
