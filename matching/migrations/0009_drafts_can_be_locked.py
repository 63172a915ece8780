from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_offers_keep_their_settings")]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="is_locked",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
