import { Component, type ReactNode } from 'react';

export interface FallibleProps {
  readonly children: ReactNode;
  readonly otherwise: ReactNode;
}

/** Where a part of the page cannot be drawn, or loaded, something else stands in its place, and the rest stays. */
export class Fallible extends Component<FallibleProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.otherwise : this.props.children;
  }
}
