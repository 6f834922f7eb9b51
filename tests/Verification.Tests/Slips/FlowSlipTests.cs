using ScoreSde.Processes;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips;

/// <summary>Mistakes in the straight path, seen when all is held to it, and the straight path itself, in which nothing is seen.</summary>
[Trait("Category", "Once")]
public sealed class FlowSlipTests
{
    private static readonly RectifiedFlow Flow = new();

    private static readonly IReadOnlyList<(string Slip, string CaughtBy, Func<IDiffusionProcess, SlippedProcess> Wrong)> Slips =
    [
        ("g² of the VP process", "moment-equations", static p => new(p) { Diffusion = t => 2 / (1 - t) }),
        ("g² = 2σ, that of the constant rate", "moment-equations", static p => new(p) { Diffusion = static t => 2 * t }),
        ("f of the flow's other end", "moment-equations", static p => new(p) { Drift = static t => -1 / t }),
        ("σ² = t for σ = t", "kinds-of-process", static p => new(p) { Level = static l => l with { Deviation = Math.Sqrt(l.Deviation) } }),
        ("σ off by 10⁻¹³", "noise-level-names", static p => new(p) { Level = static l => l with { Deviation = l.Deviation * (1 + 2e-13) } }),
        ("λ = ½ ln(α/σ)", "noise-level-names", static p => new(p) { Level = static l => l with { Lambda = l.Lambda / 2 } }),
        ("the time of λ off by 10⁻¹²", "lambda-round-trip", static p => new(p) { Back = static l => l with { Time = l.Time * (1 + 1e-12) } }),
        ("1 − (1 − t) for t", "small-noise-digits", static p => new(p) { Level = static l => l with { Deviation = 1 - l.MeanScale } }),
        ("a prior of deviation 1.01", "prior-divergence", static p => new(p) { Level = static l => l.IsPureNoise ? l with { Deviation = 1.01 } : l }),
        ("a rate twice too high in the flow", "order/heun-t", static p => new(p) { Diffusion = t => 2 * p.DiffusionSquared(t) }),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Slips.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_slip_in_the_straight_path_is_seen_and_the_path_itself_passes(int number)
    {
        (string slip, string caughtBy, Func<IDiffusionProcess, SlippedProcess> wrong) = Slips[number];
        IProperty property = KnownProperties.All.Single(property => property.Name == caughtBy);
        PropertyResult found = property.Check(new PropertyContext { FixedProcess = Flow, Parts = Parts.Shipped with { Process = wrong } });
        Assert.True(found.Verdict == Verdict.Failed, $"'{slip}' was not caught by {caughtBy}: {found.Verdict}, {found.Worst}");
        Assert.Equal(Verdict.Passed, property.Check(new PropertyContext { FixedProcess = Flow }).Verdict);
    }
}
