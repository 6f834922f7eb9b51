namespace ScoreSde.Data.Npy;

/// <summary>Puts the axes of an array into another order.</summary>
internal static class Transposition
{
    /// <summary>The numbers of the array whose axis k is axis <paramref name="order"/>[k] of the given one, the last axis fastest in both.</summary>
    public static T[] Of<T>(T[] values, IReadOnlyList<int> shape, IReadOnlyList<int> order)
    {
        int axes = shape.Count;
        var strides = new int[axes];
        int stride = 1;
        for (int axis = axes - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        var result = new T[values.Length];
        var place = new int[axes];
        int source = 0;
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[source];
            for (int axis = axes - 1; axis >= 0; axis--)
            {
                source += strides[order[axis]];
                if (++place[axis] < shape[order[axis]])
                {
                    break;
                }

                source -= strides[order[axis]] * place[axis];
                place[axis] = 0;
            }
        }

        return result;
    }
}
