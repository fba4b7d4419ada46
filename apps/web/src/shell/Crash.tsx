import { Card, ErrorState } from '@tradeyard/ui';
import { Component, type ReactNode } from 'react';

type CrashState = { crashed: boolean };

/**
 * What is shown when a page throws, or when its code cannot be fetched because a new version was released meanwhile;
 * loading the page again cures both.
 */
export class Crash extends Component<{ children: ReactNode }, CrashState> {
  override state: CrashState = { crashed: false };

  static getDerivedStateFromError(): CrashState {
    return { crashed: true };
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <Card>
        <ErrorState
          title="This page could not be shown"
          message="It may have been updated while it was open. Nothing you did is lost."
          onRetry={() => location.reload()}
        />
      </Card>
    );
  }
}
