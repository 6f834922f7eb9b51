using System.Globalization;
using System.Runtime.CompilerServices;
using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Guidance;

public sealed class GuidanceBiasTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());

    private static readonly (string Name, GuidanceRule Rule)[] Rules =
    [
        ("plain", new(2)),
        ("0.3 < σ/α ≤ 3", new(2) { Interval = new(0.3, 3) }),
        ("rescaled, φ = 0.7", new(2) { Rescale = 0.7 }),
        ("both", new(2) { Interval = new(0.3, 3), Rescale = 0.7 }),
        ("rescaled, φ = 1", new(2) { Rescale = 1 }),
    ];

    [Fact]
    public void The_table_of_the_documentation_is_what_the_closed_form_gives()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "inverse-problems.md"));
        Assert.All(Rules, row => Assert.Contains(
            $"| {row.Name} | {string.Join(" | ", new double[] { 0, 1, 4 }.Select(rate => Shown(At(row.Rule, rate))))} |", page, StringComparison.Ordinal));
        Assert.Equal("N(1.143, 0.1429)", Shown(Of(new(2), 0).Target));
    }

    [Fact]
    public void Weight_one_ends_at_the_conditional_law_but_for_the_start()
    {
        // What is left of N(0, 1) for N(α, α²/4 + σ²): a part Φ(0, 1) = (α(1) /1)^r (v₀/v₁)^((1+r)/2).
        NoiseLevel top = Process.At(1);
        NormalLaw begun = new NormalLaw(1, 0.25).At(top);
        foreach (double rate in new[] { 0, 1, 4 })
        {
            double carried = Math.Exp(rate * top.LogMeanScale) * Math.Pow(0.25 / begun.Variance, 0.5 * (1 + rate));
            NormalLaw end = At(new GuidanceRule(1), rate);
            Assert.Equal(1 - (carried * begun.Mean), end.Mean, 1e-10);
            Assert.Equal(0.25 + (carried * carried * (1 - begun.Variance)), end.Variance, 1e-10);
        }
    }

    [Fact]
    public void The_plain_flow_ends_with_the_variance_of_the_conditional_law_to_the_power_w()
    {
        Assert.Equal(0.0625, At(new(2), 0).Variance, 1e-4);
        Assert.Equal(0.25, At(new(2) { Rescale = 1 }, 4).Variance, 1e-4);
    }

    [Fact]
    public void Laws_that_are_none_are_refused()
    {
        Assert.Throws<NotSupportedException>(() => Swapped(new(3)).Target);
        Assert.Throws<NotSupportedException>(() => Swapped(new(3) { Rescale = 1 }).End(new(0, 1), Process.At(1), Process.At(0)));
        static GuidedGaussians Swapped(GuidanceRule rule) => new(new ReverseProcess(Process, 0), new NormalLaw(0, 1), new NormalLaw(1, 0.25), rule);
    }

    private static GuidedGaussians Of(GuidanceRule rule, double rate) =>
        new(new ReverseProcess(Process, rate), new NormalLaw(1, 0.25), new NormalLaw(0, 1), rule);

    private static NormalLaw At(GuidanceRule rule, double rate) => Of(rule, rate).End(new NormalLaw(0, 1), Process.At(1), Process.At(0));

    private static string Shown(NormalLaw law) => string.Create(CultureInfo.InvariantCulture, $"N({law.Mean:F3}, {law.Variance:F4})");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
