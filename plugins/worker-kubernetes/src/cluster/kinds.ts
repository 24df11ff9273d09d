import type { DestinationRule, Gateway, VirtualService } from './istio.ts';
import type * as Objects from './objects.ts';

/** Every kind that is read, and the type of its objects. */
export interface ObjectsByKind {
  readonly ConfigMap: Objects.ConfigMap;
  readonly ControllerRevision: Objects.ControllerRevision;
  readonly CronJob: Objects.CronJob;
  readonly DaemonSet: Objects.DaemonSet;
  readonly Deployment: Objects.Deployment;
  readonly DestinationRule: DestinationRule;
  readonly EndpointSlice: Objects.EndpointSlice;
  readonly Endpoints: Objects.Endpoints;
  readonly Event: Objects.Event;
  readonly Gateway: Gateway;
  readonly HorizontalPodAutoscaler: Objects.HorizontalPodAutoscaler;
  readonly Ingress: Objects.Ingress;
  readonly Job: Objects.Job;
  readonly Lease: Objects.Lease;
  readonly LimitRange: Objects.LimitRange;
  readonly Namespace: Objects.Namespace;
  readonly NetworkPolicy: Objects.NetworkPolicy;
  readonly Node: Objects.Node;
  readonly PersistentVolume: Objects.PersistentVolume;
  readonly PersistentVolumeClaim: Objects.PersistentVolumeClaim;
  readonly Pod: Objects.Pod;
  readonly PodDisruptionBudget: Objects.PodDisruptionBudget;
  readonly ReplicaSet: Objects.ReplicaSet;
  readonly ResourceQuota: Objects.ResourceQuota;
  readonly RoleBinding: Objects.RoleBinding;
  readonly Secret: Objects.Secret;
  readonly Service: Objects.Service;
  readonly ServiceAccount: Objects.ServiceAccount;
  readonly StatefulSet: Objects.StatefulSet;
  readonly StorageClass: Objects.StorageClass;
  readonly VirtualService: VirtualService;
}

export type Kind = keyof ObjectsByKind;

export type ClusterObject = ObjectsByKind[Kind];
