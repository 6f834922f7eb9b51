using MathNet.Numerics.LinearAlgebra;
using ScoreSde.Inverse;
using ScoreSde.Noise;
using ScoreSde.Particles;
using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.States;
using ScoreSde.TimeGrids;

namespace ScoreSde.Verification.References;

/// <summary>Twisted particles of one sample with every density written out, one particle after the other.</summary>
/// <param name="LogEvidence">ln Ẑ.</param>
/// <param name="Mean">The weighted mean of the particles.</param>
/// <param name="Sample">The particle that is drawn.</param>
/// <param name="IsClose">Whether a draw or a choice to draw hangs on the last digits.</param>
internal sealed record PlainParticles(double LogEvidence, double[] Mean, double[] Sample, bool IsClose)
{
    private const double Close = 1e-6;

    /// <summary>Runs it.</summary>
    public static PlainParticles Run(IDiffusionProcess process, IDifferentiableScore<Tile<double>> score, TwistedParticles method, TimeGrid grid, int sample, ulong seed)
    {
        int d = score.Dimension;
        int count = method.Particles;
        NoiseLevel[] levels = [.. grid.Times.ToArray().Select(process.At)];
        double start = process.PriorDeviationAt(levels[0]);
        Vector<double>[] x = [.. Enumerable.Range(0, count).Select(p => Noise(new NoiseKey(seed, 0, NoisePurpose.Prior), (sample * count) + p, d) * start)];
        double[] logs = [.. x.Select(at => Twist(score, method, at, levels[0]).LogDensity)];
        double evidence = 0;
        bool close = false;
        for (int k = 0; k + 1 < levels.Length; k++)
        {
            (double[] w, double unit) = Weights(logs);
            double effective = w.Sum() * w.Sum() / w.Sum(static one => one * one);
            close |= Math.Abs(effective - (method.ResampleBelow * count)) < Close * count;
            if (effective < method.ResampleBelow * count)
            {
                evidence += unit + Math.Log(w.Average());
                (x, bool near) = DrawAgain(x, w, Uniform(seed, k, sample));
                close |= near;
                Array.Clear(logs);
            }

            for (int p = 0; p < count; p++)
            {
                (Vector<double> epsilon, double logDensity, Vector<double> gradient) = Twist(score, method, x[p], levels[k]);
                double a = levels[k].MeanScale / levels[k + 1].MeanScale;
                double v = levels[k].Variance - (a * a * levels[k + 1].Variance);
                Vector<double> mean = (x[p] - (v / levels[k].Deviation * epsilon)) / a;
                if (levels[k + 1].IsClean)
                {
                    x[p] = mean;
                    logs[p] += Clean(method.Measurement, mean) - logDensity;
                    continue;
                }

                double r = method.Variance is PosteriorVariance ? v * levels[k + 1].Variance / levels[k].Variance : v;
                Vector<double> steered = mean + (v / a * gradient);
                x[p] = steered + (Math.Sqrt(r) * Noise(new NoiseKey(seed, (uint)k, NoisePurpose.Step), (sample * count) + p, d));
                logs[p] += LogNormal(x[p] - mean, r) - LogNormal(x[p] - steered, r) + Twist(score, method, x[p], levels[k + 1]).LogDensity - logDensity;
            }
        }

        (double[] last, double lastUnit) = Weights(logs);
        evidence += lastUnit + Math.Log(last.Average());
        double uniform = Uniform(seed, levels.Length - 1, sample) * last.Sum();
        double below = 0;
        int chosen = -1;
        for (int p = 0; p < count; p++)
        {
            below += last[p];
            close |= Math.Abs(below - uniform) < Close * last.Sum();
            chosen = chosen < 0 && below > uniform ? p : chosen;
        }

        Vector<double> total = Vector<double>.Build.Dense(d);
        for (int p = 0; p < count; p++)
        {
            total += last[p] / last.Sum() * x[p];
        }

        return new(evidence, [.. total], [.. x[Math.Max(0, chosen)]], close);
    }

    // Point (k + u)/P falls on the particle whose share holds it. The first copy of each keeps its row, the others take the rows that are left, in order.
    private static (Vector<double>[] Drawn, bool IsClose) DrawAgain(Vector<double>[] x, double[] w, double uniform)
    {
        bool close = false;
        var drawn = new Vector<double>?[x.Length];
        var more = new List<Vector<double>>();
        for (int k = 0; k < x.Length; k++)
        {
            double point = (k + uniform) / x.Length * w.Sum();
            double below = 0;
            for (int p = 0; p < x.Length; p++)
            {
                close |= Math.Abs(below + w[p] - point) < Close * w.Sum();
                if (point >= below && point < below + w[p])
                {
                    if (drawn[p] is null)
                    {
                        drawn[p] = x[p];
                    }
                    else
                    {
                        more.Add(x[p]);
                    }
                }

                below += w[p];
            }
        }

        int next = 0;
        return ([.. drawn.Select(own => own ?? more[next++])], close);
    }

    // ε, ln p̃(y|x) and ∇ ln p̃(y|x) = Jᵀ Aᵀ (r² A Aᵀ + σ_y²)⁻¹ (y − A x̂₀).
    private static (Vector<double> Epsilon, double LogDensity, Vector<double> Gradient) Twist(
        IDifferentiableScore<Tile<double>> score, TwistedParticles method, Vector<double> at, NoiseLevel level)
    {
        var space = new TileSpace<double>(1, at.Count);
        (Tile<double> x, Tile<double> epsilon, Tile<double> cotangent, Tile<double> product) = (space.Allocate(), space.Allocate(), space.Allocate(), space.Allocate());
        at.AsArray().CopyTo(x.Values);
        score.Evaluate(x, level, epsilon);
        Vector<double> e = Vector<double>.Build.DenseOfArray(epsilon.Values.ToArray());
        Measurement y = method.Measurement;
        Matrix<double> a = Matrix<double>.Build.DenseOfArray(SingularValues.Matrix(y.Operator));
        double r = method.DataVariance * level.Variance / ((level.MeanScale * level.MeanScale * method.DataVariance) + level.Variance);
        Matrix<double> covariance = (r * a * a.Transpose()) + (y.Deviation * y.Deviation * Matrix<double>.Build.DenseIdentity(a.RowCount));
        Vector<double> off = Vector<double>.Build.DenseOfArray(y.Values.ToArray()) - (a * ((at - (level.Deviation * e)) / level.MeanScale));
        Vector<double> solved = covariance.Solve(off);
        double logDensity = -0.5 * ((off * solved) + (a.RowCount * Math.Log(2 * Math.PI)) + Math.Log(covariance.Determinant()));
        Vector<double> pulled = a.Transpose() * solved;
        pulled.AsArray().CopyTo(cotangent.Values);
        score.TransposedJacobianProduct(x, level, cotangent, product);
        return (e, logDensity, (pulled - (level.Deviation * Vector<double>.Build.DenseOfArray(product.Values.ToArray()))) / level.MeanScale);
    }

    private static double Clean(Measurement y, Vector<double> x)
    {
        var residual = new double[y.Operator.Outputs];
        y.Residual(x.AsArray(), residual);
        return LogNormal(Vector<double>.Build.DenseOfArray(residual), y.Deviation * y.Deviation);
    }

    private static double LogNormal(Vector<double> off, double variance) => -0.5 * ((off * off / variance) + (off.Count * Math.Log(2 * Math.PI * variance)));

    // Weights in units of the largest: densities themselves, far from y, are below what a double holds.
    private static (double[] Weights, double Unit) Weights(double[] logs)
    {
        double unit = logs.Max();
        return ([.. logs.Select(log => Math.Exp(log - unit))], unit);
    }

    private static double Uniform(ulong seed, int interval, int sample) => new RandomStream(new NoiseKey(seed, (uint)interval, NoisePurpose.Resampling), sample).NextDouble();

    private static Vector<double> Noise(NoiseKey key, long sample, int d)
    {
        var values = new double[d];
        Normals.Fill<double>(values, d, sample, key);
        return Vector<double>.Build.DenseOfArray(values);
    }
}
