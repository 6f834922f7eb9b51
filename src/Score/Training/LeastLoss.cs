using ScoreSde.Processes;
using ScoreSde.Scores;

namespace ScoreSde.Training;

/// <summary>
/// The least mean that the training loss can have where the law of the data is known: that of the exact ε(x_t, t) = E[ε | x_t], which no network beats but by knowing
/// single rows. Since ε − ε(x_t, t) is orthogonal to ε(x_t, t), E‖ε − ε(x_t, t)‖²/d = 1 − m(t) with m = E‖ε(x_t, t)‖²/d (<see cref="INoiseMoment"/>), and the loss is
/// ∫ w(t) (1 − m(t)) dt/(1 − t_min) over [t_min, 1], whatever the law of times.
/// </summary>
public static class LeastLoss
{
    private const int Points = 257;

    /// <summary>The least loss, by Simpson's rule in ln t over exact moments: no draws are made.</summary>
    /// <param name="law">The law of the data in the network's units, in one or two dimensions.</param>
    /// <param name="process">The process.</param>
    /// <param name="settings">Whose weights, times and data noise the loss has.</param>
    /// <exception cref="ArgumentException">The law has more than two dimensions.</exception>
    public static double Of(GaussianMixture law, IDiffusionProcess process, TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(settings);
        var moment = new MixtureNoiseMoment(settings.DataNoise > 0 ? Blurred(law, settings.DataNoise * settings.DataNoise) : law);
        double[] ends = [settings.MinimumTime, .. Kinks(process, settings), 1];
        double sum = 0;
        for (int i = 1; i < ends.Length; i++)
        {
            sum += Integral(ends[i - 1], ends[i], time =>
            {
                NoiseLevel level = process.At(time);
                return LossWeights.At(settings.Weighting, process, level, settings.MinSnrGamma) * (1 - moment.At(level));
            });
        }

        return sum / (1 - settings.MinimumTime);
    }

    // Where a weight is not smooth, by which Simpson's rule would lose its order: min(SNR, γ) at SNR = γ.
    private static double[] Kinks(IDiffusionProcess process, TrainingSettings settings)
    {
        double lambda = 0.5 * Math.Log(settings.MinSnrGamma);
        return settings.Weighting == LossWeighting.MinSnr && lambda < process.At(settings.MinimumTime).Lambda && lambda > process.At(1).Lambda
            ? [process.AtLambda(lambda).Time]
            : [];
    }

    private static double Integral(double from, double to, Func<double, double> function)
    {
        double step = Math.Log(to / from) / (Points - 1);
        double sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double time = i == 0 ? from : i == Points - 1 ? to : from * Math.Exp(i * step);
            sum += (i is 0 or Points - 1 ? 1 : i % 2 == 1 ? 4 : 2) * time * function(time);
        }

        return sum * step / 3;
    }

    private static GaussianMixture Blurred(GaussianMixture law, double variance) => new([.. law.Components.Select(component => Blurred(component, variance))], law.Weights);

    private static Gaussian Blurred(Gaussian component, double variance)
    {
        int d = component.Dimension;
        var covariance = new double[d, d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                covariance[i, j] = (i == j ? variance : 0) + (component.Eigenvectors is { } q
                    ? Enumerable.Range(0, d).Sum(k => q[i + (d * k)] * component.Eigenvalues[k] * q[j + (d * k)])
                    : i == j ? component.Eigenvalues[i] : 0);
            }
        }

        return Gaussian.WithCovariance(component.Mean, covariance);
    }
}
