using ScoreSde.Solvers;
using ScoreSde.Verification;
using ScoreSde.Verification.Laws;

namespace ScoreSde.Tests.Slips.Sized;

/// <summary>
/// How fine every law sees, by a real part with one coefficient off by a known amount: one to two tolerances fail, half of the amount passes. A tolerance
/// that is doubled or halved anywhere lets the first pass or the second fail, and no table of tolerances has to be believed.
/// </summary>
[Trait("Category", "Once")]
public sealed class SizedSlipTests
{
    // Orders of all solvers have one tolerance, and each takes thousands of steps: a solver of every order and kind stands for the others.
    private static readonly string[] Orders =
    [
        "order/ddim", "order/heun", "order/kutta3-sigma", "order/rk4-sigma", "order/em", "order/stochastic-heun", "order/pc", "strong-order/sde-dpmpp-1", "strong-order/stochastic-heun",
    ];

    private static readonly Dictionary<string, SizedSlip[]> Slips = new[]
        {
            ContinuousSizes.All, ChainSizes.All, SolverSizes.All, [.. KnownSolvers.All.SelectMany(KindSizes.For)],
        }
        .SelectMany(static slips => slips).GroupBy(static slip => slip.Law).ToDictionary(static group => group.Key, static group => group.ToArray());

    public static TheoryData<string> Names =>
        [.. KnownProperties.All.Select(static law => law.Name).Where(static name => !name.Contains("order/", StringComparison.Ordinal) || Orders.Contains(name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_slip_of_one_to_two_tolerances_is_seen_and_half_of_it_passes(string name)
    {
        IProperty law = KnownProperties.All.Single(law => law.Name == name);
        Assert.True(Slips.ContainsKey(name), $"No slip is known for {name}.");
        Assert.All(Slips[name], slip =>
        {
            (PropertyResult found, double strain, string figure) = Strain.Look(law, slip, slip.Size);
            Assert.True(
                found.Verdict == Verdict.Failed && strain > 1 && (slip.IsExact || strain <= 2),
                $"{slip} at {slip.Size:G3}: {found.Verdict}, {strain:G4} tolerances in '{figure}', {found.Failure?.Reason} {found.Reason}");
            (found, strain, figure) = Strain.Look(law, slip, slip.IsExact ? 0 : slip.Passes * slip.Size);
            Assert.True(
                strain <= 1 && (slip.Figure is not null || found.Verdict == Verdict.Passed),
                $"{slip} at {slip.Passes} of {slip.Size:G3}: {found.Verdict}, {strain:G4} tolerances in '{figure}', {found.Failure?.Reason} {found.Reason}");
        });
    }

    [Fact]
    public void Every_slip_is_of_a_law()
    {
        HashSet<string> laws = [.. KnownProperties.All.Select(static law => law.Name)];
        Assert.All(Slips.Keys, name => Assert.Contains(name, laws));
    }
}
