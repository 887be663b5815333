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
    # The page
    "add_files": ("Lägg till filer", "Add files"),
    "act_as": ("Agera som", "Act as"),
    "add": ("Lägg till", "Add"),
    "apps": ("Appar", "Apps"),
    "back": ("Tillbaka", "Back"),
    "browse_channels": ("Bläddra bland kanaler", "Browse channels"),
    "cancel": ("Avbryt", "Cancel"),
    "channels": ("Kanaler", "Channels"),
    "choose": ("Välj", "Choose"),
    "close": ("Stäng", "Close"),
    "conversations": ("Samtal", "Conversations"),
    "directs": ("Direktmeddelanden", "Direct messages"),
    "dismiss": ("Dölj", "Dismiss"),
    "edited": ("redigerat", "edited"),
    "empty_channel": ("Här har ingen skrivit ännu.", "Nobody has written here yet."),
    "faults": ("Fel på beställning", "Faults on demand"),
    "find_person": ("Sök namn eller titel", "Find a name or title"),
    "home": ("Hem", "Home"),
    "join": ("gå med", "join"),
    "members": ("{count} medlemmar", "{count} members"),
    "menu": ("Visa samtal", "Show conversations"),
    "messages": ("Meddelanden", "Messages"),
    "more_actions": ("Fler val", "More actions"),
    "new_message": ("Nytt meddelande", "New message"),
    "new_window": ("Öppna i nytt fönster", "Open in a new window"),
    "next_day": ("+1 dag", "+1 day"),
    "next_due": ("Nästa händelse", "Next event"),
    "no_home": ("Appen har inte visat något här ännu.", "The app has shown nothing here yet."),
    "nothing": ("Inget är planerat.", "Nothing is planned."),
    "one_member": ("1 medlem", "1 member"),
    "one_reply": ("1 svar", "1 reply"),
    "only_you": ("Bara du kan se detta", "Only visible to you"),
    "optional": ("valfritt", "optional"),
    "pause": ("Stanna tiden", "Stop time"),
    "play": ("Låt tiden gå", "Let time pass"),
    "record": ("Vad som skickas", "What is sent"),
    "replies": ("{count} svar", "{count} replies"),
    "reply_in_thread": ("Svara i tråd", "Reply in thread"),
    "search": ("Sök", "Search"),
    "send": ("Skicka", "Send"),
    "show_earlier": ("Visa tidigare meddelanden", "Show earlier messages"),
    "story_clock": ("Berättelsens klocka", "Story clock"),
    "theme": ("Ljust eller mörkt", "Light or dark"),
    "thread": ("Tråd", "Thread"),
    "what_comes": ("Vad som händer härnäst", "What happens next"),
    "write": ("Skriv ett meddelande eller ett /kommando", "Write a message or a /command"),
    "write_in": ("Skriv i {name}, eller ett /kommando", "Write in {name}, or a /command"),
    "weekdays": (
        "måndag tisdag onsdag torsdag fredag lördag söndag",
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    ),
    "months": (
        "januari februari mars april maj juni juli augusti september oktober november december",
        "January February March April May June July August September October November December",
    ),
}


def say(key: str, locale: str, **parts: object) -> str:
    """Give a text in the reader's language: Swedish, or English to all others."""
    swedish, english = _WORDS[key]
    return (swedish if locale.startswith("sv") else english).format(**parts)
