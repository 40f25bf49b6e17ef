"""Xero's webhooks, coming in: read, verify, parse, hand over to the app."""

from xerolink.adapters.webhook.receiver import WebhookReceiver

__all__ = ["WebhookReceiver"]
