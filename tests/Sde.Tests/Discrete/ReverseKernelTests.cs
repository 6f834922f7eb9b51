using ScoreSde.Discrete;
using ScoreSde.Verification.Generators;

namespace ScoreSde.Tests.Discrete;

/// <summary>The posterior and the reverse kernels of the tutorials, against Bayes and against each other.</summary>
public sealed class ReverseKernelTests
{
    [Fact]
    public void The_posterior_is_bayes_rule_with_precisions()
    {
        // q(x_{i−1} | x_i, x₀) ∝ q(x_i | x_{i−1}) q(x_{i−1} | x₀): precisions add, means are weighted by them.
        Law.Holds(RandomChains.Any, static chain =>
        {
            for (int i = 2; i <= chain.Steps; i++)
            {
                LinearKernel forward = chain.Forward(i);
                LinearKernel prior = chain.ClosedForm(i - 1);
                double precision = (forward.OnState * forward.OnState / forward.Variance) + (1 / prior.Variance);
                LinearKernel posterior = chain.PosteriorFromData(i);
                Near.Relative(1 / precision, posterior.Variance, 1e-12);
                Near.Relative(forward.OnState / forward.Variance / precision, posterior.OnState, 1e-12);
                Near.Relative(prior.OnState / prior.Variance / precision, posterior.OnOther, 1e-12);
            }

            Assert.Equal(0, chain.PosteriorFromData(1).Variance);
            Assert.Equal(0, chain.PosteriorFromData(1).OnState);
            Near.Relative(1, chain.PosteriorFromData(1).OnOther, 1e-14);
        });
    }

    [Fact]
    public void The_epsilon_form_is_the_data_form()
    {
        Law.Holds(RandomChains.Any, Reals.Between(-3, 3), Reals.Between(-3, 3), static (chain, x, epsilon) =>
        {
            for (int i = 1; i <= chain.Steps; i++)
            {
                double data = (x - (Math.Sqrt(chain.NoiseVariance(i)) * epsilon)) / Math.Sqrt(chain.AlphaBar(i));
                LinearKernel fromData = chain.PosteriorFromData(i);
                LinearKernel fromNoise = chain.PosteriorFromNoise(i);
                double size = Math.Abs(fromData.OnOther) * (Math.Abs(x) + Math.Abs(epsilon)) / Math.Sqrt(chain.AlphaBar(i));
                Near.Absolute(
                    (fromData.OnState * x) + (fromData.OnOther * data),
                    (fromNoise.OnState * x) + (fromNoise.OnOther * epsilon),
                    1e-13 * (size + Math.Abs(x) + 1));
                Assert.Equal(fromData.Variance, fromNoise.Variance);
            }
        });
    }

    [Fact]
    public void The_score_form_is_the_epsilon_form()
    {
        Law.Holds(RandomChains.Any, Reals.Between(-3, 3), static (chain, epsilon) =>
        {
            for (int i = 1; i <= chain.Steps; i++)
            {
                double score = -epsilon / Math.Sqrt(chain.NoiseVariance(i));
                LinearKernel fromScore = chain.ReverseFromScore(i, 0.25);
                LinearKernel fromNoise = chain.PosteriorFromNoise(i);
                Near.Relative(fromNoise.OnState, fromScore.OnState, 1e-15);
                Near.Relative(fromNoise.OnOther * epsilon, fromScore.OnOther * score, 1e-14);
                Assert.Equal(0.25, fromScore.Variance);
            }
        });
    }

    [Fact]
    public void The_named_kernels_have_their_variances_and_add_no_noise_at_the_end()
    {
        Law.Holds(RandomChains.Any, Reals.Between(0, 1), static (chain, moment) =>
        {
            for (int i = 2; i <= chain.Steps; i++)
            {
                double beta = chain.Beta(i);
                double posterior = beta * chain.NoiseVariance(i - 1) / chain.NoiseVariance(i);
                Assert.Equal(beta, chain.Reverse(i, ReverseKernel.Beta).Variance);
                Near.Relative(posterior, chain.Reverse(i, ReverseKernel.PosteriorBeta).Variance, 1e-14);
                Near.Relative(posterior, chain.ReverseVariance(i, ReverseKernel.Optimal, 1), 1e-9, $"β = {beta}");
                Near.Relative(beta, chain.ReverseVariance(i, ReverseKernel.Optimal, chain.NoiseVariance(i)), 1e-13);
                double optimal = chain.ReverseVariance(i, ReverseKernel.Optimal, moment);
                Near.Relative(beta / (1 - beta) * (1 - (beta * moment / chain.NoiseVariance(i))), optimal, 1e-14);
                Assert.Equal(0, chain.Reverse(i, ReverseKernel.NoiseAligned).Variance);
            }

            foreach (ReverseKernel kernel in Enum.GetValues<ReverseKernel>())
            {
                Assert.Equal(0, chain.Reverse(1, kernel, moment).Variance);
            }
        });
    }

    [Fact]
    public void The_aligned_kernel_is_a_mix_of_state_and_data_whose_noise_has_the_next_level()
    {
        // A x + (1 − A) x̂₀, A = √(1−ᾱ_{i−1})/√(1−ᾱ_i): for x = √ᾱ x₀ + √(1−ᾱ) ε and the true ε, noise A √(1−ᾱ_i) = √(1−ᾱ_{i−1}).
        Law.Holds(RandomChains.Any, Reals.Between(-3, 3), Reals.Between(-3, 3), static (chain, data, epsilon) =>
        {
            for (int i = 1; i <= chain.Steps; i++)
            {
                double root = Math.Sqrt(chain.AlphaBar(i));
                double x = (root * data) + (Math.Sqrt(chain.NoiseVariance(i)) * epsilon);
                double a = Math.Sqrt(chain.NoiseVariance(i - 1) / chain.NoiseVariance(i));
                LinearKernel kernel = chain.Reverse(i, ReverseKernel.NoiseAligned);
                double expected = (((a * root) + 1 - a) * data) + (Math.Sqrt(chain.NoiseVariance(i - 1)) * epsilon);
                double size = (1 + Math.Abs(data) + Math.Abs(epsilon)) / root;
                Near.Absolute(expected, (kernel.OnState * x) + (kernel.OnOther * epsilon), 1e-13 * size);
            }
        });
    }

    [Fact]
    public void The_ratio_of_the_two_variances_tends_to_the_index_of_its_step_and_to_one()
    {
        // For fixed i: β̃_i/β_i → (i − 1)/i; for fixed t: N (1 − β̃/β) → β(t) ᾱ/(1 − ᾱ) = 18.1 at t = 0.1, 0.86 at t = 0.5.
        const int N = 10_000;
        var schedule = new ScoreSde.Schedules.LinearSchedule();
        DdpmChain chain = DdpmChain.FromSchedule(schedule, N);
        double Ratio(int i) => chain.ReverseVariance(i, ReverseKernel.PosteriorBeta) / chain.Beta(i);
        Near.Absolute(0.495, Ratio(2), 6e-4);
        Near.Absolute(0.660, Ratio(3), 6e-4);
        Near.Absolute(0.743, Ratio(4), 6e-4);
        foreach (double t in new[] { 0.1, 0.5 })
        {
            double alphaBar = Math.Exp(-schedule.Integral(t));
            Near.Relative(schedule.Beta(t) * alphaBar / (1 - alphaBar), N * (1 - Ratio((int)(t * N))), 2e-3);
        }
    }

    [Fact]
    public void The_weighted_loss_of_a_step_is_half_the_fall_of_the_signal_to_noise_ratio()
    {
        // β²/(2 β̃ (1−β)(1−ᾱ)) ‖ε − ε̂‖² = ½ (SNR_{i−1} − SNR_i) ‖x₀ − x̂₀‖² with x₀ − x̂₀ = −√(1−ᾱ)/√ᾱ (ε − ε̂).
        Law.Holds(RandomChains.Any, static chain =>
        {
            for (int i = 2; i <= chain.Steps; i++)
            {
                double beta = chain.Beta(i);
                double noise = chain.NoiseVariance(i);
                double left = beta * beta / (2 * chain.ReverseVariance(i, ReverseKernel.PosteriorBeta) * (1 - beta) * noise);
                double Ratio(int k) => chain.AlphaBar(k) / chain.NoiseVariance(k);
                double right = 0.5 * (Ratio(i - 1) - Ratio(i)) * noise / chain.AlphaBar(i);
                Near.Relative(left, right, 1e-13 * Ratio(i - 1) / (Ratio(i - 1) - Ratio(i)));
            }
        });
    }
}
