using ScoreSde.Discrete;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Solvers;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Discrete;

/// <summary>The discrete chain: definitions, marginals, respacing, and its place in continuous time.</summary>
public sealed class DdpmChainTests
{
    [Fact]
    public void Alpha_bar_is_the_product_of_one_minus_beta()
    {
        Law.Holds(RandomChains.Any, static chain =>
        {
            double product = 1;
            Assert.Equal(1, chain.AlphaBar(0));
            Assert.Equal(0, chain.NoiseVariance(0));
            for (int i = 1; i <= chain.Steps; i++)
            {
                product *= 1 - chain.Beta(i);
                Near.Relative(product, chain.AlphaBar(i), 1e-13);
                Near.Absolute(1 - product, chain.NoiseVariance(i), 1e-13);
            }
        });
    }

    [Fact]
    public void What_each_step_adds_and_later_steps_shrink_adds_up_to_the_noise_variance()
    {
        // Σ_s β_s Π_{u>s} (1 − β_u) = 1 − ᾱ_i.
        Law.Holds(RandomChains.Any, static chain =>
        {
            double sum = 0;
            for (int i = 1; i <= chain.Steps; i++)
            {
                sum = (sum * (1 - chain.Beta(i))) + chain.Beta(i);
                Near.Relative(sum, chain.NoiseVariance(i), 1e-13);
            }
        });
    }

    [Fact]
    public void Forward_steps_compose_to_the_closed_form()
    {
        Law.Holds(RandomChains.Any, static chain =>
        {
            (double scale, double variance) = (1, 0);
            for (int i = 1; i <= chain.Steps; i++)
            {
                LinearKernel step = chain.Forward(i);
                Assert.Equal(0, step.OnOther);
                scale *= step.OnState;
                variance = (step.OnState * step.OnState * variance) + step.Variance;
                LinearKernel closed = chain.ClosedForm(i);
                Near.Relative(scale, closed.OnState, 1e-13);
                Near.Relative(variance, closed.Variance, 1e-13);
                Assert.Equal(Math.Sqrt(closed.Variance), closed.Deviation);
                // Unit variance stays unit variance.
                Near.Relative(1, (step.OnState * step.OnState) + step.Variance, 1e-15);
            }
        });
    }

    [Fact]
    public void The_linear_table_is_that_of_ho_et_al()
    {
        DdpmChain chain = DdpmChain.Linear();
        Assert.Equal(1000, chain.Steps);
        Assert.Equal(1e-4, chain.Beta(1));
        Near.Relative(0.02, chain.Beta(1000), 1e-15);
        Near.Relative(1e-4 + (499.0 / 999 * 0.0199), chain.Beta(500), 1e-15);
        // N (ln ᾱ_N + B) = −67.71 for N = 1000: 4.036e-5, where e^(−10.05) = 4.319e-5.
        Near.Relative(4.036e-5, chain.AlphaBar(1000), 1e-3);
    }

    [Fact]
    public void The_cosine_table_has_the_ratios_of_its_paper()
    {
        DdpmChain chain = DdpmChain.Cosine(50);
        for (int i = 1; i < 50; i++)
        {
            double expected = F(i / 50.0) / F(0);
            Near.Relative(expected, chain.AlphaBar(i), 1e-11);
        }

        Assert.Equal(0.999, chain.Beta(50));

        static double F(double t) => Math.Pow(Math.Cos((t + 0.008) / 1.008 * Math.PI / 2), 2);
    }

    [Fact]
    public void The_exact_table_of_a_schedule_ends_where_the_schedule_does()
    {
        Law.Holds(RandomSchedules.Any, static schedule =>
        {
            if (schedule.Integral(36 / 37.0, 1) > 30)
            {
                return; // β_i rounds to 1: no chain. All rates rise, so the last is the largest.
            }

            DdpmChain chain = DdpmChain.FromSchedule(schedule, 37);
            double sum = 0;
            for (int i = 1; i <= 37; i++)
            {
                sum += schedule.Integral((i - 1) / 37.0, i / 37.0);
                // β_i near 1 knows ln(1 − β_i) to ε/(1 − β_i) only.
                Near.Absolute(-sum, Math.Log(chain.AlphaBar(i)), 1e-12 + (4e-16 * i / (1 - chain.Beta(i))), $"{schedule}");
            }
        });
    }

    [Theory]
    [InlineData(0.1, 20)]
    [InlineData(0.5, 8)]
    [InlineData(2, 2)]
    public void The_linear_table_reaches_its_schedule_with_the_constant_of_theory(double betaAtZero, double betaAtOne)
    {
        // N (ln ᾱ_N + ∫β) → −½ ∫β² = −(β₀² + β₀β₁ + β₁²)/6, extrapolated over two halvings.
        double limit = -((betaAtZero * betaAtZero) + (betaAtZero * betaAtOne) + (betaAtOne * betaAtOne)) / 6;
        double fine = Scaled(40_000);
        double coarse = Scaled(20_000);
        Near.Relative(limit, (2 * fine) - coarse, 1e-4);

        double Scaled(int n)
        {
            DdpmChain chain = DdpmChain.Linear(n, betaAtZero / n, betaAtOne / n);
            return n * (Math.Log(chain.AlphaBar(n)) + new LinearSchedule(betaAtZero, betaAtOne).Integral(1));
        }
    }

    [Fact]
    public void Respacing_keeps_every_marginal_that_it_visits()
    {
        Law.Holds(RandomChains.Any, Reals.Between(0, 1), static (chain, share) =>
        {
            int[] indices = IndexGrids.Linspace(chain.Steps, 1 + (int)(share * (chain.Steps - 1)));
            DdpmChain respaced = chain.Respace(indices);
            Assert.Equal(indices.Length, respaced.Steps);
            for (int k = 1; k <= indices.Length; k++)
            {
                Near.Relative(chain.AlphaBar(indices[k - 1]), respaced.AlphaBar(k), 1e-12);
                Near.Relative(chain.NoiseVariance(indices[k - 1]), respaced.NoiseVariance(k), 1e-12);
            }
        });
    }

    [Fact]
    public void Respacing_to_all_indices_changes_nothing()
    {
        Law.Holds(RandomChains.Any, static chain =>
        {
            DdpmChain same = chain.Respace([.. Enumerable.Range(1, chain.Steps)]);
            for (int i = 1; i <= chain.Steps; i++)
            {
                Near.Relative(chain.Beta(i), same.Beta(i), 1e-10);
            }
        });
    }

    [Fact]
    public void The_continuous_schedule_passes_through_every_index()
    {
        Law.Holds(RandomChains.Any, static chain =>
        {
            var process = new VariancePreserving(chain.ToSchedule());
            for (int i = 1; i <= chain.Steps; i++)
            {
                NoiseLevel level = process.At(chain.TimeOf(i));
                Near.Relative(chain.AlphaBar(i), level.MeanScale * level.MeanScale, 1e-12);
                Near.Relative(chain.NoiseVariance(i), level.Variance, 1e-12);
                var step = new GridStep(0, 1, level, process.At(chain.TimeOf(i - 1)), 0);
                // A single β_i comes out of a difference of λ, so it has their roundings.
                double roundings = 1e-13 * (1 + (i == 1 ? 0 : Math.Abs(step.To.Lambda)));
                Near.Absolute(chain.Beta(i), step.TransitionVariance, roundings, $"β_{i}");
            }
        });
    }

    [Fact]
    public void Tables_and_indices_that_do_not_exist_are_refused()
    {
        foreach (double wrong in new[] { 0, 1, -0.1, 1.5, double.NaN })
        {
            Assert.Throws<ArgumentException>(() => DdpmChain.FromBetas([0.1, wrong, 0.1]));
        }

        Assert.ThrowsAny<ArgumentException>(static () => DdpmChain.FromBetas([]));
        Assert.ThrowsAny<ArgumentException>(static () => DdpmChain.Linear(1));
        DdpmChain chain = DdpmChain.Linear(10, 0.01, 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Beta(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Beta(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.AlphaBar(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Forward(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.PosteriorFromData(0));
        Assert.Throws<ArgumentException>(() => chain.Respace([3, 3]));
        Assert.Throws<ArgumentException>(() => chain.Respace([0, 3]));
        Assert.ThrowsAny<ArgumentException>(() => chain.Respace([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.Respace([3, 11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.ReverseVariance(3, (ReverseKernel)17));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.ReverseFromScore(3, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => chain.ReverseVariance(3, ReverseKernel.Optimal, 1.1));
    }
}
