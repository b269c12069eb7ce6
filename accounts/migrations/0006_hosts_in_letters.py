from django.db import migrations

from ita_portal.lib.hosts import in_letters


def write_in_letters(apps, schema_editor):
    for agency in apps.get_model("accounts", "Agency").objects.exclude(main_host=""):
        agency.main_host = in_letters(agency.main_host)
        agency.save(update_fields=["main_host"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_department_retired'),
    ]

    operations = [migrations.RunPython(write_in_letters, migrations.RunPython.noop)]
