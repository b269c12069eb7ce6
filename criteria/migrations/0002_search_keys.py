from django.db import migrations, models

from ita_portal.lib.thai import search_key, search_keys


def fill(apps, schema_editor):
    for item in apps.get_model("criteria", "Item").objects.iterator():
        notes = [note["text"] for note in item.notes]
        item.search_key = search_keys([f"{item.prefix}{item.number}", item.title_th, item.title_en, *notes])
        item.save(update_fields=["search_key"])
    for component in apps.get_model("criteria", "Component").objects.iterator():
        component.search_key = search_key(component.text)
        component.save(update_fields=["search_key"])


class Migration(migrations.Migration):

    dependencies = [
        ('criteria', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='component',
            name='search_key',
            field=models.TextField(default='', editable=False),
        ),
        migrations.AddField(
            model_name='item',
            name='search_key',
            field=models.TextField(default='', editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
