/** What a field must be wherever it stands in the kinds that are read. Fields whose shape depends on the kind are absent. */
export type Shape = 'objects' | 'strings' | 'object' | 'string' | 'string-map' | 'drop';

const fields: Readonly<Record<Shape, string>> = {
  objects: `addresses conditions containerStatuses containers endpoints env envFrom ephemeralContainerStatuses
    ephemeralContainers httpHeaders imagePullSecrets images initContainerStatuses initContainers matchExpressions
    matchFields nodeSelectorTerms notReadyAddresses ownerReferences paths ports readinessGates rules
    servers subjects subsets taints tolerations topologySpreadConstraints volumeClaimTemplates volumeMounts volumes`,
  strings: `accessModes args clusterIPs command externalIPs finalizers gateways hostnames mountOptions policyTypes`,
  object: `affinity allocatable capacity claimRef configMapKeyRef exec fieldRef grpc hard httpGet
    involvedObject lastState livenessProbe loadBalancer metadata persistentVolumeClaim readinessProbe regarding requests
    roleRef running scaleTargetRef secretKeyRef securityContext spec startupProbe state tcpSocket template terminated
    used valueFrom waiting`,
  string: `apiVersion claimName clusterIP containerID creationTimestamp deletionTimestamp effect eventTime fieldPath
    finishedAt firstTimestamp generateName holderIdentity hostIP image imageID imagePullPolicy ip key kind
    lastHeartbeatTime lastTimestamp lastTransitionTime message name namespace nodeName operator phase podIP podManagementPolicy
    priorityClassName protocol provisioner reason reclaimPolicy renewTime resourceVersion restartPolicy schedule
    secretName serviceAccountName serviceName startTime startedAt storageClassName subPath type uid
    volumeBindingMode volumeMode volumeName`,
  'string-map': 'annotations labels matchLabels nodeSelector',
  drop: 'managedFields __proto__',
};

const shapes = new Map<string, Shape>(
  (Object.entries(fields) as [Shape, string][]).flatMap(([shape, names]) =>
    names.split(/\s+/).map((name): [string, Shape] => [name, shape]),
  ),
);

export function shapeOf(field: string): Shape | undefined {
  return shapes.get(field);
}
