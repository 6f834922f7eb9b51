using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class AdamUpdateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    public void Thirty_steps_follow_a_plain_double_reference(int length)
    {
        var settings = new TrainingSettings { Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-6 };
        const double decay = 0.3, clip = 0.7;
        var random = new Random(4);
        float[] w = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f)];
        double[] expected = [.. w.Select(value => (double)value)];
        float[] m = new float[length], v = new float[length];
        double[] em = new double[length], ev = new double[length];
        for (int step = 1; step <= 30; step++)
        {
            double rate = 1e-2 / step;
            float[] g = [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.4))];
            new AdamUpdate(settings, step, rate, decay, clip).Apply(w, g, m, v);
            for (int i = 0; i < length; i++)
            {
                double gradient = clip * g[i];
                em[i] = (0.9 * em[i]) + (0.1 * gradient);
                ev[i] = (0.99 * ev[i]) + (0.01 * gradient * gradient);
                double mean = em[i] / (1 - Math.Pow(0.9, step));
                double square = ev[i] / (1 - Math.Pow(0.99, step));
                expected[i] = expected[i] - (rate * ((mean / (Math.Sqrt(square) + 1e-6)) + (decay * expected[i])));
            }
        }

        // 30 steps of a few float roundings (6e-8) of weights below 1.
        Assert.All(Enumerable.Range(0, length), i => Assert.Equal(expected[i], w[i], 2e-6));
    }

    [Fact]
    public void Under_a_constant_gradient_every_step_has_the_length_of_the_learning_rate()
    {
        // m̂ = g and v̂ = g² exactly, so θ falls by η g/(|g| + ε) in each step.
        var settings = new TrainingSettings();
        float[] w = [0f, 0f], m = new float[2], v = new float[2];
        for (int step = 1; step <= 100; step++)
        {
            new AdamUpdate(settings, step, 1e-3, 0, 1).Apply(w, [2f, -0.01f], m, v);
        }

        Assert.Equal(-0.1, w[0], 1e-6);
        Assert.Equal(0.1, w[1], 1e-6);
    }

    [Fact]
    public void Without_gradient_decay_shrinks_weights_geometrically()
    {
        float[] w = [1f], m = new float[1], v = new float[1];
        for (int step = 1; step <= 50; step++)
        {
            new AdamUpdate(new TrainingSettings(), step, 0.01, 0.5, 1).Apply(w, [0f], m, v);
        }

        Assert.Equal(Math.Pow(0.995, 50), w[0], 5e-6);
    }

    [Fact]
    public void An_element_has_the_same_bits_in_a_vector_and_in_the_tail()
    {
        float[] w = Enumerable.Repeat(0.3f, 37).ToArray(), g = Enumerable.Repeat(0.017f, 37).ToArray();
        float[] m = Enumerable.Repeat(0.01f, 37).ToArray(), v = Enumerable.Repeat(0.002f, 37).ToArray();
        new AdamUpdate(new TrainingSettings(), 3, 1e-3, 0.1, 0.9).Apply(w, g, m, v);
        float[] average = Enumerable.Repeat(0.1f, 37).ToArray();
        MovingAverage.Update(average, w, 0.9);
        foreach (float[] values in new[] { w, m, v, average })
        {
            Assert.Single(values.Select(BitConverter.SingleToInt32Bits).Distinct());
        }
    }
}
