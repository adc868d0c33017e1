"""Generates the routing task: a citizen's message goes to one of ten departments of a municipality."""

from __future__ import annotations

import random
import re

from .common import UNSEEN_TAG, Item, full_name, last_name, normalise, street_address, street_name, with_typing_error

NAME = "routing"
SCORER = "exact"
SYSTEM = "Which department should handle this message? Answer with the label only."
SYSTEM_PARAPHRASES = (
    "Route the citizen's message to a department. Answer with its label.",
    "You sort messages for a municipality. Reply with the department's label only.",
    "Name the department that should handle this message.",
)
# Per label: things that can be wrong or wanted; the second tuple is held out of training.
MATTERS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "waste": (
        ("my rubbish bin was not emptied", "the garbage truck skipped our house", "I need a new recycling bin", "someone dumped old furniture next to the container",
         "the underground waste container is full", "when is paper collected", "the bottle bank is overflowing", "I want to have bulky waste picked up", "the green bin is broken",
         "rubbish bags have been lying here for days", "where can I bring chemical waste"),
        ("the bin was emptied too late again", "there is garbage all over the pavement", "can you collect an old sofa as bulky waste", "the paper container is full"),
    ),
    "parking": (
        ("I want a parking permit for my car", "I got a parking fine but I had paid", "the parking meter does not accept my card", "how do I register visitors for parking",
         "a van is always parked on the disabled bay", "my resident parking permit has expired", "the parking garage gate stays closed", "there are too few parking places here",
         "I changed my licence plate and must adapt my permit for the car", "the parking app charged me twice"),
        ("my parking fine is unjust", "the visitors of my mother cannot park anywhere", "the parking machine is broken", "I have a new car and need the parking permit changed"),
    ),
    "taxes": (
        ("I object to the property tax assessment", "I want to pay my local tax in instalments", "the assessment notice states a wrong value of my house", "I got a reminder for a tax bill I paid",
         "can I get remission of municipal taxes", "I no longer own a dog but still pay dog tax", "the tax bill has the wrong amount", "how is the tourist tax calculated", "my direct debit for the taxes failed"),
        ("the value of my house on the tax bill is too high", "I cannot pay the municipal tax in one go", "you charged dog tax twice", "I have a question about the assessment of the property tax"),
    ),
    "permits": (
        ("I want to build a dormer and need a building permit", "do I need a permit to cut the facade open", "I would like to extend my kitchen and apply for a permit", "when will my building application be decided",
         "I request an event permit for a street party", "my neighbour is building without a permit", "which permit is needed for a terrace at my cafe", "I want to turn my shop into a dwelling",
         "the building plan next door blocks my light", "I wish to withdraw my application for a shed"),
        ("I applied for a building permit and hear nothing", "must I have a permit for a shed", "we organise a street party and need the event permit", "the plan to extend my house, has it been decided"),
    ),
    "social-care": (
        ("I need help in the household after my operation", "I want to apply for income support", "my mother needs a wheelchair", "I cannot pay my debts any more and need debt counselling",
         "can I get transport for the disabled", "my benefit was not paid this month", "I look after my sick father and need respite care", "I would like a stair lift in my home",
         "I lost my job and want to ask for benefit", "my home help did not come"),
        ("my father needs help in the household", "the wheelchair I was given is broken", "I have debts and no income", "my income support has stopped"),
    ),
    "roads": (
        ("there is a deep pothole in the road", "the street light is broken", "the traffic light stays red too long", "a paving stone is loose on the pavement",
         "the road sign has fallen over", "cars drive too fast and we want a speed bump", "the cycle path is icy and not gritted", "the bridge is closed and there is no diversion",
         "the drain is blocked and the street floods", "the zebra crossing has faded"),
        ("the street lights have been out for a week", "I fell over a loose paving stone", "can you put a speed bump here", "the pothole is getting deeper"),
    ),
    "parks": (
        ("a tree branch is about to fall", "the grass in the park has not been mown", "the swing in the playground is broken", "the hedge grows over the footpath",
         "the pond smells and fish are dying", "I want to adopt a flower bed", "a bench in the park was vandalised", "the roots of the tree lift the tiles",
         "there are oak caterpillars in the trees", "the dog field has no fence"),
        ("the slide in the playground is damaged", "the tree in front of my house is dead", "nobody has mown the grass", "the bench at the pond is broken"),
    ),
    "registry": (
        ("I need a new passport", "I want to register the birth of my daughter", "we are moving and I must change my address", "how do I get a certified copy of my birth certificate",
         "I lost my identity card", "we want to get married in the town hall", "my driving licence expires soon", "I need an extract from the population register",
         "I want to report the death of my uncle", "my name is misspelt in the register"),
        ("my passport has been stolen", "I have moved and want to report my new address", "what do I need to register a marriage", "my identity card has expired"),
    ),
    "schools": (
        ("I want to enrol my son in a primary school", "the school bus did not show up", "can my daughter get leave outside the school holidays", "is there a subsidy for the school trip",
         "the waiting list of the nursery is too long", "my child is bullied at school and the teacher does nothing", "how does pupil transport work", "my son is home all day and has no school place",
         "the classroom is too cold for the children", "I look for after-school care"),
        ("how can I enrol my daughter in school", "the pupil transport came too late again", "no nursery has a place for my child", "the teacher of my son is ill and there are no lessons"),
    ),
    "libraries": (
        ("I forgot to return my library books", "my library card does not work", "I want to reserve a novel", "the reading room closes too early",
         "can I borrow e-books", "I was fined for a book that I returned", "do you have audiobooks for the blind", "I would like to join the reading club",
         "the library computer is out of order", "I want to donate old books"),
        ("I cannot log in with my library card", "I lost a book that I borrowed", "when is the reading room open", "is the novel I want to borrow back yet"),
    ),
}
LABELS = tuple(MATTERS)
GREETINGS = ("", "", "", "Hello, ", "Dear sir or madam, ", "Good morning, ", "Hi, ", "To whom it may concern, ")
FRAMES_SEEN = (
    "{matter}.", "{matter}.", "I am writing because {matter}.", "It is about the following: {matter}.", "My question: {matter}.", "Can you help me? {matter}.",
    "At {address}, {matter}.", "I live at {address} and {matter}.", "{matter}, here in the {street}.", "Since last week {matter}.",
    "For the second time I report that {matter}.", "My name is {name}. {matter}.", "{matter}. Who can help me?",
)
FRAMES_UNSEEN = (
    "What I want to report is this: {matter}.", "I called last week and nobody could help: {matter}.", "This is {name} of the {street}; {matter}.",
    "Who should I ask? In short, {matter}.", "{matter} - please help, {name}.",
)
ASIDES_SEEN = (
    "The weather has been awful lately.", "I have lived here for twenty years.", "You can call me in the evening.", "My neighbour {name} says the same.", "Thank you for the good work.",
    "I sent a letter to {name} before.", "I hope to hear from you soon.", "By the way, {other_thing} was handled very well.", "This is not about {other_thing}, that was solved.",
    "I know you are busy with {other_thing}.", "Last year I wrote about {other_thing}, but this is something else.",
)
ASIDES_UNSEEN = (
    "Before, it was {other_thing}, but that was solved.", "I do not write about {other_thing}.", "Otherwise we are very happy here.", "{name} at the town hall was very good with {other_thing}.",
)
OTHER_THINGS: dict[str, tuple[str, ...]] = {
    "waste": ("the rubbish", "the recycling bin"), "parking": ("the parking fine", "my parking permit"), "taxes": ("the tax bill", "the dog tax"),
    "permits": ("the building permit", "my building application"), "social-care": ("the home help", "my benefit"), "roads": ("the pothole", "the street light"),
    "parks": ("the playground", "the tree"), "registry": ("my passport", "the change of address"), "schools": ("the school bus", "the school place"), "libraries": ("my library card", "the library books"),
}
CLOSINGS = ("", "", "", " Regards, {name}", " Kind regards, {name}", " Thanks, {name}", " {name}, {address}")


def upper_first(text: str) -> str:
    """Begin every sentence with a capital."""
    text = text[:1].upper() + text[1:]
    return re.sub(r"[.?] [a-z]", lambda match: match.group().upper(), text)


def aside(source: random.Random, label: str, unseen: bool) -> str:
    """An irrelevant sentence, at times naming another department's business."""
    other = source.choice([name for name in LABELS if name != label])
    template = source.choice(ASIDES_UNSEEN if unseen else ASIDES_SEEN)
    return template.format(name=full_name(source), other_thing=source.choice(OTHER_THINGS[other]))


def make_item(source: random.Random, unseen: bool = False) -> Item:
    """One message: greeting, the matter in a frame, at times an aside, a closing and typing errors."""
    label = source.choice(LABELS)
    matter = source.choice(MATTERS[label][1 if unseen else 0])
    frame = source.choice(FRAMES_UNSEEN if unseen else FRAMES_SEEN)
    body = frame.format(matter=matter, address=street_address(source), street=street_name(source), name=full_name(source))
    sentences = [upper_first(body)]
    if source.random() < 0.5:
        sentences.insert(source.randint(0, 1), aside(source, label, unseen))
    text = source.choice(GREETINGS) + " ".join(sentences)
    text += source.choice(CLOSINGS).format(name=source.choice([full_name, last_name])(source), address=street_address(source))
    for _ in range(source.choice([0, 0, 0, 1, 1, 2])):
        text = with_typing_error(source, text)
    if source.random() < 0.1:
        text = text.lower()
    return Item(text, label, (UNSEEN_TAG,) if unseen else ())


def key(item: Item) -> str:
    """Two messages are the same when their normalised text is."""
    return normalise(item.user)
