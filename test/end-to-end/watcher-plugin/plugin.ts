import { agentPoint, definePlugin, ruleSourcePoint } from '@hexaops/core';

/** An agent over readings of the cluster, and the words by which a person asks it. */
export default definePlugin({
  register(api) {
    api.contribute(agentPoint, {
      id: 'watcher',
      description: 'Looks after what goes wrong in a workspace, and says what it has seen.',
      instructions: 'You look after a workspace.',
      tools: ['list-problem-pods', 'list-events', 'list-objects'],
      maximumSteps: 5,
    });
    api.contribute(ruleSourcePoint, {
      id: 'watcher',
      load: async () => [
        {
          apiVersion: 'hexaops/v1' as const,
          kind: 'RuleSet' as const,
          stage: 'route' as const,
          rules: [
            {
              id: 'route.watcher',
              match: { text: { phrases: ['ask the watcher'] } },
              then: [
                {
                  plan: {
                    task: 'Ask the watcher',
                    steps: [{ id: 'watch', tool: 'watcher', arguments: { task: 'What goes wrong here?' } }],
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  },
});
