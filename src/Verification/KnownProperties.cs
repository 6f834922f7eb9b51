using ScoreSde.Solvers;
using ScoreSde.Verification.Claims;
using ScoreSde.Verification.Laws;
using ScoreSde.Verification.Laws.Adaptive;
using ScoreSde.Verification.Laws.Chains;
using ScoreSde.Verification.Laws.Continuous;
using ScoreSde.Verification.Laws.Guidance;
using ScoreSde.Verification.Laws.Inverse;
using ScoreSde.Verification.Laws.Likelihood;
using ScoreSde.Verification.Laws.Printed;
using ScoreSde.Verification.Laws.Randomness;
using ScoreSde.Verification.Laws.Scores;
using ScoreSde.Verification.Laws.Solvers;

namespace ScoreSde.Verification;

/// <summary>Every property that the toolkit proves of itself, in the order in which tables show them.</summary>
public static class KnownProperties
{
    /// <summary>General properties first, then those of each shipped solver.</summary>
    public static IReadOnlyList<IProperty> All { get; } =
    [
        .. ScheduleLaws.All,
        .. ProcessLaws.All,
        .. GridLaws.All,
        .. ScoreLaws.All,
        .. MatchingLaws.All,
        .. NoiseLaws.All,
        .. PathLaws.All,
        .. ChainLaws.All,
        .. LimitLaws.All,
        .. DivergenceLaws.All,
        .. VarianceLaws.All,
        .. KernelLaws.All,
        .. LossLaws.All,
        .. PrintedLaws.All,
        .. ExpansionLaws.All,
        .. EquivalenceLaws.All,
        .. MultistepLaws.All,
        .. DriftLaws.All,
        .. InvarianceLaws.All,
        .. ExactnessLaws.All,
        .. LangevinLaws.All,
        .. ConditionalLaws.All,
        .. LikelihoodLaws.All,
        .. BoundLaws.All,
        .. WeightedBoundLaws.All,
        .. SampleDensityLaws.All,
        .. GuidanceLaws.All,
        .. GuidanceBiasLaws.All,
        .. RenoisingLaws.All,
        .. InverseLaws.All,
        .. OperatorLaws.All,
        .. MeasurementScoreLaws.All,
        .. InverseMethodLaws.All,
        .. ParticleLaws.All,
        .. AdaptiveLaws.All,
        .. ControllerLaws.All,
        .. KnownSolvers.All.SelectMany(static solver => SolverLaws.For(solver, SolverClaims.Of(solver))),
    ];
}
