"""Plans of work: how much of what each manager shall do, held against what he has done."""
