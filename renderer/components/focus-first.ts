// Ref for the field that a dialog is opened for: it has the focus once, when it appears.

export function focusFirst(element: { focus(): void } | null): void {
  element?.focus();
}
