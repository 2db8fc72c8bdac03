"""The DNS doctor against real name servers: every broken zone has its mistake, sound ones none."""

from __future__ import annotations

import threading
import time

import pytest

from migma_desktop.core.domains.doctor import diagnose
from migma_desktop.core.domains.finding import Diagnosis, Mistake, RecordState, grouped
from migma_desktop.core.domains.published import SourceKind
from tests.dns.scenario import Internet, Scenario, scenarios

ALL = scenarios()


def examine(internet: Internet, name: str, *, public: bool = False) -> Diagnosis:
    scenario = next(each for each in ALL if each.name == name)
    internet.play(scenario)
    return diagnose(scenario.domain, internet.survey(scenario.domain, public=public).run())


@pytest.mark.parametrize("scenario", ALL, ids=lambda scenario: scenario.name)
def test_each_zone_has_the_mistakes_that_it_was_made_with(
    internet: Internet, scenario: Scenario
) -> None:
    internet.play(scenario)
    found = diagnose(scenario.domain, internet.survey(scenario.domain).run())
    assert {finding.mistake.value for finding in found.findings} == scenario.mistakes
    for finding in found.findings:
        assert str(finding.title)
        assert str(finding.text)
        assert str(finding.advice)
    assert found.is_sound or scenario.mistakes


def test_there_are_enough_zones() -> None:
    assert sum(not scenario.mistakes for scenario in ALL) >= 5
    assert sum(bool(scenario.mistakes) for scenario in ALL) >= 20
    named = {mistake for scenario in ALL for mistake in scenario.mistakes}
    assert {each.value for each in Mistake} == named


def test_a_name_that_servers_fail_for_is_named_and_says_nothing_about_the_others(
    internet: Internet,
) -> None:
    found = examine(internet, "one_name_fails")
    assert {"send.shop.example" in str(each.text) for each in found.findings} == {True}
    states = {look.expected.name: look.state for look in found.records}
    assert states.pop("send.shop.example") is RecordState.UNKNOWN
    assert set(states.values()) == {RecordState.GOOD}


def test_what_is_remembered_says_for_how_long(internet: Internet) -> None:
    (finding,) = examine(internet, "old_value_cached").findings
    assert "40 minutes" in str(finding.text)
    (finding,) = examine(internet, "absence_cached").findings
    assert "15 minutes" in str(finding.text)


def test_public_resolvers_are_asked_by_choice_only(internet: Internet) -> None:
    examine(internet, "sound_as_asked")
    assert internet.servers["public"].heard == []
    found = examine(internet, "sound_as_asked", public=True)
    assert internet.servers["public"].heard
    assert "Public" in found.asked


def test_truncated_answers_are_fetched_by_tcp(internet: Internet) -> None:
    examine(internet, "sound_over_tcp")
    assert any(line.startswith("tcp") for line in internet.servers["ns1"].heard)


def test_a_server_without_a_way_to_it_is_told_apart_from_a_broken_one(internet: Internet) -> None:
    scenario = next(each for each in ALL if each.name == "sound_one_server_on_ipv6_only")
    internet.play(scenario)
    published = internet.survey(scenario.domain).run()
    assert published.skipped == ("ns2.shop.example",)
    assert [each.name for each in published.sources(SourceKind.AUTHORITY)] == ["ns1.shop.example"]


def test_each_record_has_its_state(internet: Internet) -> None:
    looks = examine(internet, "flattened_by_a_proxy").records
    states = {look.expected.name: look.state for look in looks if look.expected.type == "CNAME"}
    assert states == {
        "one._domainkey.shop.example": RecordState.GOOD,
        "two._domainkey.shop.example": RecordState.MISSING,
        "three._domainkey.shop.example": RecordState.GOOD,
    }


def test_what_is_said_about_several_records_is_said_once(internet: Internet) -> None:
    found = examine(internet, "nothing_yet").findings
    groups = grouped(found)
    assert [len(group) for group in groups] == [3, 3, 1]  # by their types
    assert all(finding in found for group in groups for finding in group)
    assert len({str(group[0].text) for group in groups}) == len(groups)


def test_a_doubled_domain_says_what_to_type(internet: Internet) -> None:
    finding = examine(internet, "domain_doubled").findings[0]
    assert "one._domainkey.shop.example.shop.example" in str(finding.text)
    assert "to one._domainkey, without shop.example" in str(finding.advice)


def test_a_look_that_is_stopped_ends_at_once(internet: Internet) -> None:
    scenario = next(each for each in ALL if each.name == "offline")
    internet.play(scenario)
    survey = internet.survey(scenario.domain)
    thread = threading.Thread(target=survey.run)
    thread.start()
    while not internet.servers["resolver"].heard:
        time.sleep(0.001)
    survey.stop()
    thread.join(10)
    assert not thread.is_alive()
