"""What the workspace itself says to people: the labels of the page and the texts of failures."""

_WORDS: dict[str, tuple[str, str]] = {
    # Each key has the Swedish text first, then the English one.
    "operation_timeout": (
        "{name} svarade inte i tid (operation_timeout). Försök igen.",
        '{name} failed with the error "operation_timeout". Try again.',
    ),
    "dispatch_failed": (
        "{name} kunde inte nås (dispatch_failed). Är appen startad?",
        '{name} failed with the error "dispatch_failed". Is the app running?',
    ),
    "unknown_command": (
        "{name} är inget kommando i den här arbetsytan.",
        "{name} is not a valid command here.",
    ),
    "no_commands_in_threads": (
        "Kommandon fungerar inte i trådar.",
        "Slash commands don't work in threads.",
    ),
    "trouble_connecting": (
        "Något gick fel när appen svarade. Försök igen.",
        "We had some trouble connecting. Try again?",
    ),
    "required": ("Fyll i det här fältet.", "Please complete this required field."),
    "too_short": ("Skriv minst {count} tecken.", "Enter at least {count} characters."),
    "too_long": ("Skriv högst {count} tecken.", "Enter at most {count} characters."),
    "not_an_email": ("Skriv en e-postadress.", "Enter an email address."),
    "not_a_url": ("Skriv en webbadress.", "Enter a URL."),
    "not_a_number": ("Skriv ett tal.", "Enter a number."),
    "not_whole": ("Skriv ett heltal.", "Enter a whole number."),
    "too_small": ("Talet får inte vara mindre än {count}.", "Must be at least {count}."),
    "too_large": ("Talet får inte vara större än {count}.", "Must be at most {count}."),
    "too_many": ("Välj högst {count}.", "Choose at most {count}."),
}


def say(key: str, locale: str, **parts: object) -> str:
    """Give a text in the reader's language: Swedish, or English to all others."""
    swedish, english = _WORDS[key]
    return (swedish if locale.startswith("sv") else english).format(**parts)
