namespace ScoreSde.Data.Laws;

/// <summary>A law on the plane that can be sampled exactly; row n of a draw depends on the seed and n alone.</summary>
public interface IDataLaw
{
    /// <summary>The name in catalogues.</summary>
    string Name { get; }

    /// <summary>How networks see the values.</summary>
    DataScaling Scaling { get; }

    /// <summary>One point from 96 random bits and two standard normals.</summary>
    /// <param name="u">Three independent uniform numbers in (0, 1).</param>
    /// <param name="z">Two independent standard normals.</param>
    (double X, double Y) Point((double A, double B, double C) u, (double A, double B) z);
}
