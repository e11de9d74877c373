// Changes of a list: each takes { codes, notes } and gives another.
const off = ({ codes, notes }, code) => ({ codes: codes.filter((one) => one !== code), notes });

// A record back where it stood, with its note.
const back = (list, code, at, note) => ({
  codes: [...off(list, code).codes.slice(0, at), code, ...off(list, code).codes.slice(at)],
  notes: note ? { ...list.notes, [code]: note } : list.notes,
});

function shifted({ codes, notes }, code, by) {
  const at = codes.indexOf(code);
  const other = codes[at + by];
  if (at < 0 || !other) return { codes, notes };
  return { codes: codes.map((one) => (one === code ? other : one === other ? code : one)), notes };
}

const noted = ({ codes, notes }, code, note) => ({ codes, notes: { ...notes, [code]: note } });

const joined = ({ codes, notes }, more) => ({ codes: [...new Set([...codes, ...more])], notes });

// Former codes become those of today, each once; *now* gives a code's code of today.
const renamed = ({ codes, notes }, now) => ({
  codes: [...new Set(codes.map(now))],
  notes: Object.fromEntries(Object.entries(notes).map(([code, note]) => [now(code), note])),
});
