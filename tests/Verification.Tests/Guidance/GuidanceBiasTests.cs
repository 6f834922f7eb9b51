using System.Globalization;
using System.Runtime.CompilerServices;
using ScoreSde.Guidance;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.TimeGrids;
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
        string page = Page();
        Assert.All(Rules, row => Assert.Contains(
            $"| {row.Name} | {string.Join(" | ", new double[] { 0, 1, 4 }.Select(rate => Shown(At(row.Rule, rate))))} |", page, StringComparison.Ordinal));
        Assert.Equal("N(1.143, 0.1429)", Shown(Of(new(2), 0).Target));
    }

    [Fact]
    public void The_rows_of_autoguidance_and_of_CFG_plus_plus_are_what_the_closed_form_and_the_steps_give()
    {
        double[] rates = [0, 1, 4];
        string page = Page();
        Assert.Contains($"| from a guide N(1, ½) | {string.Join(" | ", rates.Select(rate => Shown(Autoguided(rate).End(new NormalLaw(0, 1), Process.At(1), Process.At(0)))))} |", page, StringComparison.Ordinal);
        Assert.Equal("N(1.000, 0.1667)", Shown(Autoguided(0).Target));
        foreach ((double scale, int steps) in new[] { (0.2, 10), (0.2, 100), (0.2, 1000), (1, 10) })
        {
            Assert.Contains(
                $"| CFG++, λ = {scale.ToString(CultureInfo.InvariantCulture)}, {steps} steps | {string.Join(" | ", rates.Select(rate => Shown(Renoised(scale, rate).End(new NormalLaw(0, 1), Grids.UniformLambda(Process, steps)))))} |",
                page,
                StringComparison.Ordinal);
        }

        Assert.Contains($"| CFG++, ever more steps | {string.Join(" | ", rates.Select(rate => Shown(Renoised(0.2, rate).Limit)))} |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void CFG_plus_plus_nears_its_limit_as_steps_grow_at_every_noise_rate()
    {
        foreach (double rate in new[] { 0, 1, 4 })
        {
            NormalLaw limit = Renoised(0.2, rate).Limit;
            double[] far = [.. new[] { 100, 1000, 10_000 }.Select(steps => Renoised(0.2, rate).End(new NormalLaw(0, 1), Grids.UniformLambda(Process, steps)).Wasserstein(limit))];
            Assert.True(far[1] < far[0] && far[2] < far[1] && far[2] < 0.1, string.Join(", ", far));
        }

        Assert.Throws<NotSupportedException>(() => new RenoisedGaussians(Process, new NormalLaw(0, 1), new NormalLaw(1, 0.25), 0.2, 0).Limit);
    }

    [Fact]
    public void CFG_plus_plus_whose_scale_is_w_times_the_step_is_guidance_with_w()
    {
        foreach (double rate in new[] { 0, 1, 4 })
        {
            const int Steps = 20_000;
            TimeGrid grid = Grids.UniformLambda(Process, Steps);
            double length = Process.At(grid.Times[1]).Lambda - Process.At(grid.Times[0]).Lambda;
            NormalLaw end = Renoised(2 * (1 + rate) * length, rate).End(new NormalLaw(0, 1), grid);
            NormalLaw plain = At(new(2), rate);
            Assert.Equal(plain.Mean, end.Mean, 2e-3);
            Assert.Equal(plain.Variance, end.Variance, 2e-3);
            Assert.Equal(2, Renoised(2 * (1 + rate) * length, rate).WeightOf(length), 5e-2);
        }
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

    private static string Page() => File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "inverse-problems.md"));

    private static GuidedGaussians Autoguided(double rate) =>
        new(new ReverseProcess(Process, rate), new NormalLaw(1, 0.25), new NormalLaw(1, 0.5), new GuidanceRule(2));

    private static RenoisedGaussians Renoised(double scale, double rate) => new(Process, new NormalLaw(1, 0.25), new NormalLaw(0, 1), scale, rate);

    private static GuidedGaussians Of(GuidanceRule rule, double rate) =>
        new(new ReverseProcess(Process, rate), new NormalLaw(1, 0.25), new NormalLaw(0, 1), rule);

    private static NormalLaw At(GuidanceRule rule, double rate) => Of(rule, rate).End(new NormalLaw(0, 1), Process.At(1), Process.At(0));

    private static string Shown(NormalLaw law) => string.Create(CultureInfo.InvariantCulture, $"N({law.Mean:F3}, {law.Variance:F4})");

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
