import django.db.models.deletion
from django.db import migrations, models

from submissions.search import trigrams


def add_trigrams(apps, schema_editor):
    trigrams.ensure(schema_editor.connection)


def drop_trigrams(apps, schema_editor):
    trigrams.drop(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('assignments', '0001_initial'),
        ('submissions', '0002_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('answer', 'Answers'), ('evidence', 'Evidence'), ('comment', 'Comments')], max_length=10)),
                ('inside', models.BooleanField(default=False)),
                ('key', models.TextField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='assignments.assessment')),
                ('comment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.comment')),
                ('evidence', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.evidence')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='submissions.submission')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'answer')), fields=('submission',), name='one_search_text_per_answer'), models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', True), ('evidence__isnull', True), ('kind', 'answer')), models.Q(('comment__isnull', True), ('evidence__isnull', False), ('kind', 'evidence')), models.Q(('comment__isnull', False), ('evidence__isnull', True), ('kind', 'comment')), _connector='OR'), name='search_text_stands_for_what_its_kind_says')],
            },
        ),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
