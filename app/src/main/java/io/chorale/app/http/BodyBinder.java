package io.chorale.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a JSON tree into a record, or into a 422 that names every missing value. Safe for use by many threads. */
final class BodyBinder {
    private final ObjectMapper mapper;

    BodyBinder(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    <T> T bind(JsonNode tree, Class<T> type) {
        if (tree.isMissingNode() || tree.isNull()) {
            throw ApiException.invalid(missing(List.of("body")));
        }
        List<FieldProblem> problems = new ArrayList<>();
        collectMissing(tree, mapper.constructType(type), List.of("body"), problems);
        if (!problems.isEmpty()) {
            throw ApiException.invalid(problems);
        }
        try {
            return mapper.treeToValue(tree, type);
        } catch (JsonMappingException e) {
            throw ApiException.invalid(problem(e));
        } catch (JsonProcessingException e) {
            throw ApiException.invalid(new FieldProblem("json_invalid", List.of("body"), "JSON decode error", null));
        }
    }

    private void collectMissing(JsonNode node, JavaType type, List<Object> path, List<FieldProblem> problems) {
        if (type.isCollectionLikeType() && node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collectMissing(node.get(i), type.getContentType(), append(path, i), problems);
            }
        } else if (type.isRecordType() && node.isObject()) {
            for (BeanPropertyDefinition property :
                    mapper.getDeserializationConfig().introspect(type).findProperties()) {
                component(type.getRawClass(), property.getInternalName())
                        .ifPresent(component -> collectMissing(node, property, component, path, problems));
            }
        }
    }

    private void collectMissing(
            JsonNode node,
            BeanPropertyDefinition property,
            RecordComponent component,
            List<Object> path,
            List<FieldProblem> problems) {
        JsonNode value = node.get(property.getName());
        List<Object> valuePath = append(path, property.getName());
        if (value == null || value.isNull()) {
            if (isRequired(component)) {
                problems.add(missing(valuePath));
            }
        } else {
            collectMissing(value, property.getPrimaryType(), valuePath, problems);
        }
    }

    private static boolean isRequired(RecordComponent component) {
        return !component.getType().isPrimitive()
                && component.getType() != Optional.class
                && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Optional<RecordComponent> component(Class<?> type, String name) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findFirst();
    }

    private static FieldProblem missing(List<Object> path) {
        return new FieldProblem("missing", path, "Field required", null);
    }

    private static FieldProblem problem(JsonMappingException e) {
        List<Object> path = new ArrayList<>(List.of("body"));
        for (JsonMappingException.Reference reference : e.getPath()) {
            path.add(reference.getFieldName() != null ? reference.getFieldName() : (Object) reference.getIndex());
        }
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return mismatch(mismatch.getTargetType(), path);
        }
        return new FieldProblem("value_error", path, "Value error", null);
    }

    private static FieldProblem mismatch(Class<?> target, List<Object> path) {
        if (CharSequence.class.isAssignableFrom(target)) {
            return new FieldProblem("string_type", path, "Input should be a valid string", null);
        } else if (target == boolean.class || target == Boolean.class) {
            return new FieldProblem("bool_type", path, "Input should be a valid boolean", null);
        } else if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return new FieldProblem("int_type", path, "Input should be a valid number", null);
        } else if (Collection.class.isAssignableFrom(target)) {
            return new FieldProblem("list_type", path, "Input should be a valid list", null);
        } else if (target.isRecord() || Map.class.isAssignableFrom(target)) {
            return new FieldProblem("dict_type", path, "Input should be a valid dictionary", null);
        }
        return new FieldProblem("value_error", path, "Input is not valid here", null);
    }

    private static List<Object> append(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
