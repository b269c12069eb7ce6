from django.db import migrations, models

from ita_portal.lib.thai import sort_key


def fill(apps, schema_editor):
    for user in apps.get_model("accounts", "User").objects.iterator():
        user.sort_key = sort_key(user.display_name or user.email)
        user.save(update_fields=["sort_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_personal_settings'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='sort_key',
            field=models.CharField(default='', editable=False, max_length=700),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
