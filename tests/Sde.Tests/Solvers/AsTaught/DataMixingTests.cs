using System.Globalization;
using System.Runtime.CompilerServices;
using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.Solvers.AsTaught;
using ScoreSde.TimeGrids;
using ScoreSde.Verification.Generators;
using ScoreSde.Verification.Instruments;

namespace ScoreSde.Tests.Solvers.AsTaught;

/// <summary>Constructions of tutorials: each is what it is said to be, and ends where docs/solvers.md says.</summary>
public sealed class DataMixingTests
{
    private static readonly VariancePreserving Process = new(new LinearSchedule());
    private static readonly NormalLaw Data = new(0.7, 0.3);

    [Fact]
    public void They_are_named_claim_no_order_and_are_none_of_the_solvers()
    {
        Assert.Equal(["taught-aligned", "taught-aligned-noise", "taught-least-squares"], TaughtSolvers.All.Select(static solver => solver.Facts.Name));
        Assert.All(TaughtSolvers.All, static solver => Assert.Equal(0, solver.Facts.Order));
        Assert.Equal([false, true, false], TaughtSolvers.All.Select(static solver => solver.Facts.IsStochastic));
        Assert.Empty(TaughtSolvers.All.Select(static solver => solver.Facts.Name).Intersect(KnownSolvers.All.Select(static solver => solver.Facts.Name)));
        Refused.By("DataMoment", "finite and not negative", static () => new DataMixing(MixingFactor.LeastSquares, DataMoment: -1));
    }

    /// <summary>The solver's step is the chain's kernel; of the aligned one with noise the variance is β̃.</summary>
    [Fact]
    public void A_step_is_the_kernel_of_the_chain()
    {
        DdpmChain chain = DdpmChain.FromSchedule(Process.Schedule, 30);
        foreach ((ISolver solver, ReverseKernel kernel) in new (ISolver, ReverseKernel)[]
        {
            (new DataMixing(MixingFactor.NoiseAligned), ReverseKernel.NoiseAligned),
            (new DataMixing(MixingFactor.NoiseAligned, AddsNoise: true), ReverseKernel.NoiseAlignedWithNoise),
            (new DataMixing(MixingFactor.LeastSquares, DataMoment: 0.79), ReverseKernel.LeastSquares),
        })
        {
            for (int i = 2; i <= 30; i++)
            {
                StepCoefficients step = StepCoefficients.Of(solver, Process, i / 30.0, (i - 1) / 30.0);
                LinearKernel exact = chain.Reverse(i, kernel, dataMoment: 0.79);
                Near.Relative(exact.OnState, step.OnState, 1e-10);
                Near.Relative(exact.OnOther, -step.OnScore / Process.At(i / 30.0).Deviation, 1e-9);
                Near.Absolute(exact.Variance, step.NoiseVariance, 1e-12);
                Near.Relative(chain.PosteriorFromData(i).Variance, chain.Reverse(i, ReverseKernel.NoiseAlignedWithNoise).Variance, 1e-13);
            }

            // The last step gives x̂₀ and adds nothing.
            Assert.Equal(0, chain.Reverse(1, kernel).Variance);
        }
    }

    /// <summary>No other A is nearer, E‖x_to − A x_from − (1 − A) x₀‖² from the joint law of data and both noises.</summary>
    [Fact]
    public void Least_squares_is_least()
    {
        Law.Holds(RandomProcesses.Any, Reals.Between(0.05, 1), Reals.Between(0.1, 0.95), Reals.LogBetween(0.1, 4), static (process, from, share, moment) =>
        {
            var step = new GridStep(0, 2, process.At(from), process.At(from * share), 0);
            double best = new DataMixing(MixingFactor.LeastSquares, DataMoment: moment).FactorOf(in step);
            double At(double a)
            {
                // x_to − A x_from = (α_to − A α_from) x₀ + (1 − A a) σ_to ε_to − A √V z, a = α_from/α_to.
                double onData = step.To.MeanScale - (a * step.From.MeanScale) - (1 - a);
                double onNoise = 1 - (a * step.TransitionScale);
                return (onData * onData * moment) + (onNoise * onNoise * step.To.Variance) + (a * a * step.TransitionVariance);
            }

            Assert.True(At(best) <= At(best + 1e-3) && At(best) <= At(best - 1e-3), $"{process.Name}: {best}");
        });
    }

    /// <summary>Where α = 1 nothing is mixed up: aligned is DDIM, and least squares has the posterior mean of DDPM.</summary>
    [Fact]
    public void On_a_variance_exploding_process_they_are_right()
    {
        var process = new VarianceExploding(new GeometricSchedule(0.01, 50));
        StepCoefficients ddim = StepCoefficients.Of(new Ddim(), process, 0.8, 0.6);
        StepCoefficients aligned = StepCoefficients.Of(new DataMixing(MixingFactor.NoiseAligned), process, 0.8, 0.6);
        Near.Relative(ddim.OnScore, aligned.OnScore, 1e-12);
        StepCoefficients ancestral = StepCoefficients.Of(new Ancestral(new PosteriorVariance()), process, 0.8, 0.6);
        StepCoefficients least = StepCoefficients.Of(new DataMixing(MixingFactor.LeastSquares), process, 0.8, 0.6);
        Near.Relative(ancestral.OnScore, least.OnScore, 1e-12);
        Near.Relative(ancestral.OnState, least.OnState, 1e-12);
    }

    /// <summary>The table of docs/solvers.md: mean and variance at the end for N → ∞, extrapolated from exact moments.</summary>
    [Fact]
    public void The_table_of_ends_is_what_exact_moments_give()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "..", "docs", "solvers.md"));
        ISolver[] solvers =
        [
            new Ancestral(new ForwardVariance()), new Ancestral(new PosteriorVariance()), new Ddim(), .. TaughtSolvers.All,
        ];
        Assert.All(solvers, solver =>
        {
            (double mean, double variance) = End(solver);
            string row = Assert.Single(lines, line => line.StartsWith($"| `{solver.Facts.Name}` |", StringComparison.Ordinal) && line.Count(static c => c == '|') == 5);
            Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"| {mean:F4} | {variance:F4} |"), row, StringComparison.Ordinal);
        });
    }

    private static (double Mean, double Variance) End(ISolver solver)
    {
        (double coarseMean, double coarseVariance) = At(4000);
        (double fineMean, double fineVariance) = At(8000);
        return (Math.Abs((2 * fineMean) - coarseMean), Math.Abs((2 * fineVariance) - coarseVariance));

        (double Mean, double Variance) At(int n)
        {
            var grid = new TimeGrid("chain", [.. Enumerable.Range(0, n + 1).Reverse().Select(i => (double)i / n)]);
            NormalLaw end = ExactMoments.Map(solver, Process, Data, grid).Push(Data.At(Process.At(1)));
            return (end.Mean, end.Variance);
        }
    }

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
