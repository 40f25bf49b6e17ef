"""What a firm gets that chose nothing: the rules of the semantics page, unchanged."""

from xerolink.domain.settings import BothChanged, ContactSettings, ContactTypeFilter, MatchingMode


def test_the_default_filter_lets_everybody_in() -> None:
    assert ContactSettings().contact_filter is ContactTypeFilter.ALL


def test_by_default_keys_are_normalised() -> None:
    """Semantics row 2."""
    assert ContactSettings().matching is MatchingMode.NORMAL


def test_by_default_a_field_that_both_changed_is_held() -> None:
    """Semantics row 13."""
    assert ContactSettings().both_changed is BothChanged.HOLD


def test_by_default_a_name_alone_links_nobody() -> None:
    """Semantics row 5."""
    assert not ContactSettings().link_name_only
