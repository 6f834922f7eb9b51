using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Solvers;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Solvers;

/// <summary>The algebra of one interval: transitions of the forward process and what solvers make of them.</summary>
public sealed class GridStepTests
{
    private static readonly FsCheck.Arbitrary<double> Times = Reals.LogBetween(1e-3, 1);

    [Fact]
    public void Transition_and_earlier_law_compose_to_the_later_law()
    {
        Law.Holds(RandomProcesses.Any, Times, Times, static (process, u, v) =>
        {
            GridStep step = Step(process, Math.Max(u, v), Math.Min(u, v));
            Near.Relative(step.From.MeanScale, step.TransitionScale * step.To.MeanScale, 1e-14);
            double composed = (step.TransitionScale * step.TransitionScale * step.To.Variance) + step.TransitionVariance;
            Near.Relative(step.From.Variance, composed, 1e-13, process.Name);
        }, cases: 300);
    }

    [Fact]
    public void Transitions_obey_chapman_and_kolmogorov()
    {
        Law.Holds(RandomProcesses.Any, Times, Times, Times, static (process, u, v, w) =>
        {
            double[] t = [u, v, w];
            Array.Sort(t);
            GridStep early = Step(process, t[1], t[0]);
            GridStep late = Step(process, t[2], t[1]);
            GridStep whole = Step(process, t[2], t[0]);
            Near.Relative(whole.TransitionScale, early.TransitionScale * late.TransitionScale, 1e-14);
            double composed = (late.TransitionScale * late.TransitionScale * early.TransitionVariance) + late.TransitionVariance;
            // Each variance has a rounding of its level's λ.
            Near.Absolute(whole.TransitionVariance, composed, 1e-14 * whole.From.Variance * (1 + Math.Abs(whole.To.Lambda)), process.Name);
        }, cases: 300);
    }

    [Fact]
    public void The_transition_variance_of_a_preserving_process_is_one_less_the_squared_scale()
    {
        // β_i = 1 − ᾱ_from/ᾱ_to = 1 − e^(−∫β).
        Law.Holds(RandomProcesses.Preserving, Times, Times, static (process, u, v) =>
        {
            GridStep step = Step(process, Math.Max(u, v), Math.Min(u, v));
            double beta = -Special.FixedPoint.Expm1(-process.Schedule.Integral(step.To.Time, step.From.Time));
            Near.Absolute(beta, step.TransitionVariance, 1e-14 * (1 + Math.Abs(step.To.Lambda)) * step.From.Variance);
            Near.Absolute(1 - beta, step.TransitionScale * step.TransitionScale, 1e-14);
        }, cases: 300);
    }

    [Fact]
    public void Short_steps_keep_their_digits()
    {
        // V → g² δ and the flow's factor of ε → −½ g²/σ δ for short steps, to first order in δ.
        Law.Holds(RandomProcesses.Any, Reals.Between(0.1, 0.9), static (process, t) =>
        {
            const double Delta = 1e-8;
            GridStep step = Step(process, t, t - Delta);
            double exact = process.DiffusionSquared(t) * step.Length;
            Near.Relative(exact, step.TransitionVariance, 1e-5, process.Name);
            Near.Relative(-0.5 * exact / step.From.Deviation, step.FlowEpsilonFactor, 1e-5, process.Name);
            Near.Relative(exact, step.PosteriorVariance, 1e-5, process.Name);
        });
    }

    [Fact]
    public void Factors_are_the_textbook_differences_where_those_do_not_cancel()
    {
        Law.Holds(RandomProcesses.Any, Times, Reals.Between(0.2, 0.8), static (process, from, share) =>
        {
            GridStep step = Step(process, from, from * share);
            double a = step.To.MeanScale / step.From.MeanScale;
            Near.Relative(a, step.MeanScaleRatio, 1e-14);
            double difference = step.To.Deviation - (a * step.From.Deviation);
            Near.Absolute(difference, step.FlowEpsilonFactor, 1e-14 * a * step.From.Deviation * (1 + Math.Abs(step.To.Lambda)));
            Near.Relative(
                step.TransitionVariance * step.To.Variance / step.From.Variance, step.PosteriorVariance, 1e-13);
            double precision = 1 / step.To.Variance;
            precision += step.TransitionScale * step.TransitionScale / step.TransitionVariance;
            Near.Relative(1 / precision, step.PosteriorVariance, 1e-12);
            Near.Absolute(Math.Log(step.From.Ratio / step.To.Ratio), step.LambdaLength, 1e-13 * (1 + Math.Abs(step.To.Lambda)));
        }, cases: 300);
    }

    [Fact]
    public void A_step_to_time_zero_has_finite_factors_and_no_posterior_variance()
    {
        Law.Holds(RandomProcesses.Any, Times, static (process, from) =>
        {
            GridStep step = Step(process, from, 0);
            Assert.Equal(double.PositiveInfinity, step.LambdaLength);
            Assert.Equal(step.From.Variance, step.TransitionVariance);
            Assert.Equal(0, step.PosteriorVariance);
            Near.Relative(-step.From.Ratio, step.FlowEpsilonFactor, 1e-14);
            Near.Relative(1 / step.From.MeanScale, step.MeanScaleRatio, 1e-14);
        });
    }

    [Fact]
    public void Noise_names_differ_by_step_part_and_purpose()
    {
        var process = new VariancePreserving(new ScoreSde.Schedules.LinearSchedule());
        var keys = new HashSet<NoiseKey>();
        for (int index = 0; index < 5; index++)
        {
            var step = new GridStep(index, 5, process.At(0.5), process.At(0.4), Seed: 9);
            Assert.True(keys.Add(step.Noise(NoisePurpose.Step)));
            for (int part = 0; part < 3; part++)
            {
                Assert.True(keys.Add(step.Noise(NoisePurpose.Corrector, part, 3)));
            }
        }

        Assert.All(keys, static key => Assert.Equal(9ul, key.Seed));
    }

    private static GridStep Step(IDiffusionProcess process, double from, double to) => new(0, 1, process.At(from), process.At(to), 0);
}
