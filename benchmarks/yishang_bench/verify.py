"""What was filled in by SQL is what the ORM computes."""

from . import host

MODELS = ("res.partner", "sale.order", "sale.order.line")
SAMPLE = 500
# People may change the other computed fields, so there is no one true value.
OWN_PREFIX = "yishang_"


class GeneratorError(Exception):
    """The generator wrote something that the ORM would not have written."""


def check(database, models=MODELS):
    """Compute the stored fields of a sample again and compare; changes nothing.

    :raise GeneratorError: naming records, fields and both values
    """
    differences = []
    for model in models:
        with host.request(database) as env:
            differences += _compare(env[model])
    if differences:
        raise GeneratorError("\n".join(differences[:20]))


def _compare(model):
    names = [
        name
        for name, field in model._fields.items()
        if field.store
        and field.column_type
        and field.compute
        and (field.readonly or name.startswith(OWN_PREFIX))
    ]
    sample = _draw(model)
    before = sample.read(names, load=None)
    for name in names:
        model.env.add_to_compute(model._fields[name], sample)
    return [
        f"{model._name} {old['id']} {name}: {old[name]!r} was filled in,"
        f" the ORM computes {new[name]!r}"
        for old, new in zip(before, sample.read(names, load=None), strict=True)
        for name in names
        if old[name] != new[name]
    ]


def _draw(model):
    """Return records of the model, evenly spread over all of them."""
    model = model.with_context(active_test=False)
    model.env.cr.execute(f"SELECT id FROM {model._table} ORDER BY id")
    ids = [record_id for (record_id,) in model.env.cr.fetchall()]
    return model.browse(ids[:: max(1, len(ids) // SAMPLE)])
