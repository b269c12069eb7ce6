"""Pictures on their way to the public: without place, author and device; the bytes that were handed in stay as they are."""

import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageCms, PngImagePlugin

from records.actions import perform
from records.models import Job
from submissions import actions
from submissions.actions import About
from submissions.models import Evidence, PublicPicture, StoredFile
from submissions.tasks import copy_pictures
from tests.factories import World, pdf_upload

HIDDEN = (b"SomeMaker", b"SomeAuthor", b"SomeComment", b"SomeXmp", b"SomeSoftware")
MARKS = (b"Exif", b"eXIf", b"ICC_PROFILE", b"iCCP", b"tEXt", b"iTXt", b"xmpmeta")
SIDEWAYS = 6  # of EXIF: to be turned right to be seen upright


def camera(kind: str) -> bytes:
    """Red with a blue left edge, 40 by 20, to be turned; with all that a telephone writes into it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B], exif[0x0131] = SIDEWAYS, "SomeMaker", "SomeAuthor", "SomeSoftware"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (13.0, 45.0, 1.0)
    picture = Image.new("RGB", (40, 20), "red")
    picture.paste("blue", (0, 0, 10, 20))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SomeComment")
    text.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SomeXmp</x:xmpmeta>")
    more = {"comment": b"SomeComment", "xmp": b"<x:xmpmeta>SomeXmp</x:xmpmeta>"} if kind == "JPEG" else {"pnginfo": text}
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, icc_profile=profile, **more)
    return out.getvalue()


def hand_in(world: World, name: str, content: bytes) -> Evidence:
    return actions.add_file(world.item("O1"), SimpleUploadedFile(name, content), About(), by=world.staff)


def work() -> None:
    for job in Job.objects.filter(kind=actions.PICTURES, state="queued"):
        perform(job.pk)


def public(evidence: Evidence):
    return Client().get(reverse("reports:public_file", args=[evidence.key]))


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "ภาพกิจกรรม.jpg"), ("PNG", "ภาพกิจกรรม.png")])
@pytest.mark.django_db
def test_the_public_gets_a_picture_without_what_the_camera_wrote(client, kind, name):
    world, content = World(), camera(kind)
    assert any(one in content for one in HIDDEN)
    evidence = hand_in(world, name, content)
    work()
    world.publish()
    answer = public(evidence)
    seen = b"".join(answer.streaming_content)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, f"image/{kind.lower()}")
    assert [one for one in (*HIDDEN, *MARKS) if one in seen] == []
    picture = Image.open(io.BytesIO(seen))
    red, _green, blue = picture.convert("RGB").getpixel((10, 1))
    assert (picture.size, dict(picture.getexif()), red < 30, blue > 220) == ((20, 40), {}, True, True)
    client.force_login(world.assessor)
    original = b"".join(client.get(reverse("submissions:download", args=[evidence.key])).streaming_content)
    assert (original, evidence.file_id) == (content, hashlib.sha256(content).hexdigest())


@pytest.mark.django_db
def test_until_its_copy_is_made_the_public_gets_a_sentence():
    world = World()
    evidence = hand_in(world, "ภาพ.jpg", camera("JPEG"))
    world.publish()
    answer = public(evidence)
    assert (answer.status_code, "takes place, author and device out" in answer.content.decode()) == (403, True)
    work()
    assert public(evidence).status_code == 200


@pytest.mark.django_db
def test_the_copy_is_made_once_for_the_same_picture():
    world, content = World(), camera("PNG")
    hand_in(world, "ก.png", content)
    work()
    made_at = PublicPicture.objects.get().made_at
    actions.add_file(world.item("O2"), SimpleUploadedFile("ข.png", content), About(), by=world.staff)
    work()
    assert (PublicPicture.objects.get().made_at, Job.objects.filter(kind=actions.PICTURES).count()) == (made_at, 1)


@pytest.mark.django_db
def test_what_is_no_picture_needs_no_copy():
    world = World()
    actions.add_file(world.item("O1"), pdf_upload(), About(), by=world.staff)
    copy_pictures()
    assert Job.objects.filter(kind=actions.PICTURES).count() == 0


@pytest.mark.django_db
def test_pictures_of_before_get_their_copies_by_the_hour():
    world = World()
    hand_in(world, "ภาพ.jpg", camera("JPEG"))
    Job.objects.all().delete()
    copy_pictures()
    work()
    copy_pictures()
    assert (PublicPicture.objects.count(), Job.objects.filter(kind=actions.PICTURES).count()) == (1, 1)


@pytest.mark.django_db
def test_a_picture_that_breaks_off_is_not_handed_out_and_not_tried_again():
    """Its head is sound, so it was kept; what follows was cut off when somebody saved it."""
    world = World()
    evidence = hand_in(world, "ภาพ.jpg", camera("JPEG"))
    stored = StoredFile.objects.get()
    default_storage.delete(stored.path)
    default_storage.save(stored.path, io.BytesIO(camera("JPEG")[:-200]))
    work()
    world.publish()
    answer = public(evidence)
    assert (answer.status_code, "could not be taken out" in answer.content.decode()) == (403, True)
    copy_pictures()
    assert Job.objects.filter(kind=actions.PICTURES).count() == 1
