export const CommandPalette = (_: { onClose: () => void; onHelp: () => void }) => null;
