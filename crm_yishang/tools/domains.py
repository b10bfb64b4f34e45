from odoo.fields import Domain


def take_out(domain, is_wanted):
    """Split a domain into one condition that all of it depends on, and the rest.

    :param is_wanted: tells whether a condition is the one
    :return: (condition, rest), so that ``domain`` equals both of them together; or
        (None, ``domain``) if there is no such condition, or several
    """
    found = list(filter(is_wanted, domain.iter_conditions()))
    if len(found) != 1:
        return None, domain
    (condition,) = found

    def replace_by(constant):
        return domain.map_conditions(lambda one: constant if one is condition else one)

    # Without it nothing is left: nothing beside it can make the domain true.
    if not replace_by(Domain.FALSE).is_false():
        return None, domain
    return condition, replace_by(Domain.TRUE)
