using ScoreSde.Processes;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Tests.Slips;

/// <summary>A real score whose products with the Jacobian are scaled.</summary>
internal sealed class SlippedJacobian(IScoreFunction<Tile<double>> inner, Func<NoiseLevel, double> factor) : IDifferentiableScore<Tile<double>>
{
    public int Dimension => inner.Dimension;

    public void Evaluate(Tile<double> x, NoiseLevel level, Tile<double> epsilon) => inner.Evaluate(x, level, epsilon);

    public void TransposedJacobianProduct(Tile<double> x, NoiseLevel level, Tile<double> cotangent, Tile<double> product)
    {
        ((IDifferentiableScore<Tile<double>>)inner).TransposedJacobianProduct(x, level, cotangent, product);
        foreach (ref double value in product.Values)
        {
            value *= factor(level);
        }
    }
}
