using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Models;

public sealed class LawUnitsTests
{
    /// <summary>Of x = s u + m the density is that of u less d ln s, with covariances of any shape, and the way back leads back.</summary>
    [Fact]
    public void A_law_in_other_units_has_the_density_of_the_same_points()
    {
        GaussianMixture law = new(
            [Gaussian.WithCovariance([0.4, -0.3, 0.1], new[,] { { 1.0, 0.6, 0.2 }, { 0.6, 0.8, 0.5 }, { 0.2, 0.5, 1.2 } }), Gaussian.AlongAxes([1, 0, -1], [0.2, 0.5, 0.1])], [2, 1]);
        var units = new DataScaling(3, 0.5);
        GaussianMixture natural = LawUnits.ToNatural(law, units);
        NoiseLevel clean = new VariancePreserving(new LinearSchedule()).At(0);
        foreach (double[] u in new double[][] { [0, 0, 0], [0.5, -1, 0.3], [1, 0.1, -0.8] })
        {
            double[] x = [.. u.Select(value => (units.Scale * value) + units.Shift)];
            Assert.Equal(law.LogDensity(u, clean) - (3 * Math.Log(units.Scale)), natural.LogDensity(x, clean), 1e-10);
            Assert.Equal(law.LogDensity(u, clean), LawUnits.ToNetwork(natural, units).LogDensity(u, clean), 1e-10);
        }
    }
}
