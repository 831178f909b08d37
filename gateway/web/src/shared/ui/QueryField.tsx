import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

interface Props {
  className?: string;
  label: string;
  placeholder: string;
  value: string;
  onChange: (query: string) => void;
}

/** Words to look for, sent a moment after the last letter. */
export function QueryField({ className, label, placeholder, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useDebouncedCallback((query: string) => {
    sent.current = query;
    onChange(query);
  }, 220);
  // The address may change from outside: another view, the browser's back button.
  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value;
      setText(value);
    }
  }, [value]);
  return (
    <TextInput
      className={className}
      type="search"
      placeholder={placeholder}
      aria-label={label}
      leftSection={<IconSearch size={16} />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value.trim());
      }}
    />
  );
}
